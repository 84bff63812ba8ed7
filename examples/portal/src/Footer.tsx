import { useSandbox } from "./api/sandbox.js";
import { Link } from "./components/router.js";
import { useTexts } from "./i18n/context.js";

/** Whose portal this is, and where to read on; at a sandbox, also the ways to everybody else's side. */
export function Footer() {
  const { foot: t } = useTexts();
  const isSandbox = useSandbox() === true;
  return (
    <footer>
      <div>
        <p>{t.what}</p>
        <ul>
          <li>
            <a href="/docs/">{t.documentation}</a>
          </li>
          {isSandbox ? (
            <>
              <li>
                <Link to="/sandbox">{t.sandbox}</Link>
              </li>
              <li>
                <Link to="/sandbox/mailbox">{t.mailbox}</Link>
              </li>
              <li>
                <Link to="/sandbox/factory">{t.factory}</Link>
              </li>
            </>
          ) : null}
        </ul>
      </div>
    </footer>
  );
}
