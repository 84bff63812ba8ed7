import { useLoaded } from "../api/loading.js";
import { Loaded } from "../components/Loaded.js";
import { ActionButton } from "../components/ActionButton.js";
import { Page } from "../components/Page.js";
import { Link, usePlace } from "../components/router.js";
import { useTexts } from "../i18n/context.js";
import { isOffered, leave } from "../session/authorization.js";
import { PasskeySignIn } from "./PasskeySignIn.js";
import { SignInForm } from "./SignInForm.js";

/** The way to the hub's sign-in page; the portal's own form only where the hub has none. */
export function SignInPage() {
  const t = useTexts();
  const offered = useLoaded(isOffered);
  const path = usePlace().query.get("then") ?? "/";
  // Only a page of the portal's: nobody is led elsewhere by a link to this one.
  const then = /^\/(?![/\\])/.test(path) ? path : "/";
  return (
    <Page title={t.signIn.title}>
      <div class="panel narrow">
        <Loaded of={offered}>
          {(isThere) =>
            isThere ? (
              <>
                <p>{t.signIn.lead}</p>
                <div class="buttons">
                  <ActionButton label={t.signIn.connect} act={() => leave(then)} look="main" />
                </div>
              </>
            ) : (
              <SignInForm then={then} />
            )
          }
        </Loaded>
        <PasskeySignIn then={then} />
      </div>
      <ul class="plain">
        <li>
          <Link to="/forgotten-password">{t.signIn.forgotten}</Link>
        </li>
        <li>
          <Link to="/send-link">{t.signIn.noMail}</Link>
        </li>
        <li>
          <Link to="/register">{t.menu.register}</Link>
        </li>
      </ul>
    </Page>
  );
}
