import { useState } from "preact/hooks";
import { announce } from "./components/Announcer.js";
import { Mark } from "./components/Art.js";
import { Link, navigate, usePlace } from "./components/router.js";
import { DESK_PAGES } from "./desk/pages.js";
import { useLanguage } from "./i18n/context.js";
import { language as languages } from "./i18n/language.js";
import { usePerson } from "./session/context.js";
import { session } from "./session/session.js";

/** Name, language, menu. On a telephone the menu is folded until one wants it. */
export function Header() {
  const { t } = useLanguage();
  const { path } = usePlace();
  // Unfolded on the page where that was done: wherever one goes from it, the menu folds again.
  const [unfoldedAt, setUnfoldedAt] = useState<string>();
  const isUnfolded = unfoldedAt === path;
  return (
    <header>
      <div class="bar top">
        <p class="name">
          <Link to="/">
            <Mark />
            {t.name}
          </Link>
        </p>
        <div class="tools">
          <LanguageChoice />
          <button
            type="button"
            class="menu-toggle"
            aria-expanded={isUnfolded}
            aria-controls="menu"
            onClick={() => setUnfoldedAt(isUnfolded ? undefined : path)}
          >
            {t.menu.fold}
          </button>
        </div>
      </div>
      <Menu isUnfolded={isUnfolded} path={path} />
    </header>
  );
}

function Menu({ isUnfolded, path }: { isUnfolded: boolean; path: string }) {
  const { t } = useLanguage();
  const links = useLinks();
  const isSignedIn = usePerson() !== undefined;
  const signOut = async () => {
    await session.end();
    announce(t.signIn.ended);
    navigate("/");
  };
  return (
    <nav id="menu" class={isUnfolded ? "bar menu" : "bar menu folded"} aria-label={t.menu.label}>
      <ul>
        {links.map(([to, label]) => (
          <li key={to}>
            <Link to={to} current={path === to || (to !== "/" && path.startsWith(`${to}/`))}>
              {label}
            </Link>
          </li>
        ))}
        {isSignedIn ? (
          <li class="sign-out">
            <button type="button" class="link" onClick={() => void signOut()}>
              {t.menu.signOut}
            </button>
          </li>
        ) : null}
      </ul>
    </nav>
  );
}

/** The menu of whoever is signed in. */
function useLinks(): [path: string, label: string][] {
  const { menu, home } = useLanguage().t;
  const person = usePerson();
  if (person === undefined) {
    return [
      ["/", home],
      ["/register", menu.register],
      ["/sign-in", menu.signIn],
    ];
  }
  if (person.role === "driver") {
    return [
      ["/trainings", menu.trainings],
      ["/certificates", menu.certificates],
      ["/cases", menu.cases],
      ["/cards", menu.cards],
      ["/shares", menu.shares],
      ["/invoices", menu.invoices],
      ["/account", menu.account],
    ];
  }
  return DESK_PAGES.map(([path, name]) => [path, menu[name]]);
}

/** The other language, by its own name; by its code where there is little room. */
function LanguageChoice() {
  const { language } = useLanguage();
  const [other, name] = language === "fr" ? (["en", "English"] as const) : (["fr", "Français"] as const);
  return (
    <div class="languages">
      <button type="button" lang={other} onClick={() => languages.choose(other)}>
        <span class="whole">{name}</span>
        <span class="short" aria-hidden="true">
          {other.toUpperCase()}
        </span>
      </button>
    </div>
  );
}
