import type { ComponentChildren } from "preact";
import { useSandbox } from "../api/sandbox.js";
import { Page } from "../components/Page.js";
import { Link } from "../components/router.js";
import { useTexts } from "../i18n/context.js";

/** A page of the sandbox's, which a hub that serves real people does not have. */
export function InSandbox({ children }: { children: ComponentChildren }) {
  const t = useTexts();
  const isSandbox = useSandbox();
  if (isSandbox === undefined) return <p role="status">{t.loading}</p>;
  if (isSandbox) return <>{children}</>;
  return (
    <Page title={t.notFound}>
      <Link to="/">{t.home}</Link>
    </Page>
  );
}
