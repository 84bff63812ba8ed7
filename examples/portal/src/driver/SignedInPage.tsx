import { useEffect, useState } from "preact/hooks";
import { Page } from "../components/Page.js";
import { Link, navigate, usePlace } from "../components/router.js";
import { useTexts } from "../i18n/context.js";
import { comeBack } from "../session/authorization.js";
import { session } from "../session/session.js";

/** Where the hub leads back after its sign-in page. */
export function SignedInPage() {
  const t = useTexts();
  const { query } = usePlace();
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    comeBack(query).then(
      ({ tokens, path }) => {
        session.take(tokens, "code");
        navigate(path, true);
      },
      () => setFailed(true),
    );
  }, []);
  if (!hasFailed) return <Page title={t.signIn.finishing} />;
  return (
    <Page title={t.signIn.title}>
      <p role="alert">{t.signIn.failed}</p>
      <p>
        <Link to="/sign-in">{t.signIn.connect}</Link>
      </p>
    </Page>
  );
}
