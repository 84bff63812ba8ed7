import { hub } from "../api/client.js";
import { useLoaded } from "../api/loading.js";
import { from, usePages } from "../api/paging.js";
import { pageOf } from "../api/places.js";
import { good } from "../api/problems.js";
import type { Schema } from "../api/types.js";
import { ActionButton } from "../components/ActionButton.js";
import { announce } from "../components/Announcer.js";
import { CardPicture } from "../components/Art.js";
import { Listed } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Link } from "../components/router.js";
import { Section } from "../components/Section.js";
import { useTexts } from "../i18n/context.js";
import { moment } from "../i18n/formats.js";
import { Trial } from "../sandbox/Trial.js";
import { usePerson } from "../session/context.js";

/** Where one arrives: what the portal is for, or one's own notices. */
export function HomePage() {
  return usePerson() === undefined ? <Welcome /> : <Mine />;
}

function Welcome() {
  const t = useTexts();
  return (
    <>
      <div class="hero">
        <div>
          <Page title={t.name} lead={t.welcome.lead}>
            <p>{t.welcome.begin}</p>
            <div class="buttons">
              <Link to="/register" class="button main">
                {t.menu.register}
              </Link>
              <Link to="/sign-in" class="button">
                {t.menu.signIn}
              </Link>
            </div>
          </Page>
        </div>
        <CardPicture />
      </div>
      <Section title={t.welcome.way} isPlain>
        <ol class="way">
          {t.welcome.ways.map(([step, text]) => (
            <li key={step}>
              <h3>{step}</h3>
              <p>{text}</p>
            </li>
          ))}
        </ol>
      </Section>
      <Trial />
    </>
  );
}

function Mine() {
  const t = useTexts();
  const account = useLoaded(() => good(hub.GET("/v1/account")));
  const notices = usePages((cursor) => good(hub.GET("/v1/notices", { params: { query: from(cursor) } })));
  const places: [path: string, label: string, text: string][] = [
    ["/cases/new", t.cases.make, t.welcome.makeLead],
    ["/cases", t.cases.underWay, t.welcome.followLead],
    ["/cards", t.cards.title, t.welcome.cardsLead],
    ["/cases/replacement", t.cases.replacement, t.welcome.replaceLead],
  ];
  return (
    <Page title={t.welcome.hello} lead={nameOf(account.value)}>
      <Section title={t.welcome.next} isPlain>
        <ul class="tiles">
          {places.map(([path, label, text]) => (
            <li key={path}>
              <Link to={path}>
                {label} <span>{text}</span>
              </Link>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t.welcome.notices} isPlain>
        <Listed of={notices} none={t.welcome.noNotices}>
          {(items) => (
            <ul class="cards">
              {items.map((notice) => (
                <li key={notice.id}>
                  <NoticeCard notice={notice} changed={notices.again} />
                </li>
              ))}
            </ul>
          )}
        </Listed>
      </Section>
    </Page>
  );
}

function nameOf(account: Schema<"Account"> | undefined): string {
  return account === undefined ? "" : `${account.first_names} ${account.usage_name ?? account.surname}`;
}

function NoticeCard({ notice, changed }: { notice: Schema<"Notice">; changed: () => void }) {
  const t = useTexts();
  const read = async () => {
    await good(hub.PUT("/v1/notices/{id}/read", { params: { path: { id: notice.id } } }));
    announce(t.welcome.isRead);
    changed();
  };
  const page = notice.link === undefined ? undefined : pageOf(notice.link.rel, notice.link.id);
  return (
    <article class={notice.read_at === undefined ? "unread" : ""}>
      <h3>{notice.title}</h3>
      <p>{notice.text}</p>
      <p class="quiet">{moment(notice.created_at)}</p>
      <div class="buttons">
        {page === undefined ? null : (
          <Link to={page} class="button">
            {t.welcome.learnMore}
          </Link>
        )}
        {notice.read_at === undefined ? <ActionButton label={t.welcome.read} act={read} /> : null}
      </div>
    </article>
  );
}
