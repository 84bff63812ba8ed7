import { Page } from "../components/Page.js";
import { Link } from "../components/router.js";
import { useTexts } from "../i18n/context.js";
import { Trial } from "./Trial.js";

/** What there is to play with. */
export function SandboxPage() {
  const { foot, home, sandbox: t } = useTexts();
  const places: [path: string, label: string, text: string][] = [
    ["/", home, t.homeLead],
    ["/sandbox/mailbox", t.mailbox, t.mailboxLead],
    ["/desk", t.desk, t.deskLead],
    ["/sandbox/factory", t.factory, t.factoryLead],
  ];
  return (
    <Page title={t.title} lead={t.lead}>
      <ul class="tiles">
        {places.map(([path, label, text]) => (
          <li key={path}>
            <Link to={path}>
              {label} <span>{text}</span>
            </Link>
          </li>
        ))}
        <li>
          <a href="/docs/">
            {foot.documentation} <span>{t.documentationLead}</span>
          </a>
        </li>
      </ul>
      <Trial />
    </Page>
  );
}
