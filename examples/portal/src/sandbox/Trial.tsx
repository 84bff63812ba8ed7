import { useSandbox } from "../api/sandbox.js";
import { Link } from "../components/router.js";
import { Facts, Section } from "../components/Section.js";
import { useTexts } from "../i18n/context.js";

/** The people whom every sandbox knows, and their passwords, which are no secret. */
export function Trial() {
  const { trial: t } = useTexts();
  if (useSandbox() !== true) return null;
  return (
    <Section title={t.title}>
      <p>{t.lead}</p>
      <Facts
        facts={[
          [t.driver, <SignIn email="demo@example.org" password="Sandbox-driver-2026!" />],
          [t.agent, <SignIn email="agent@example.org" password="Sandbox-agent-2026!" />],
          [t.supervisor, <SignIn email="supervisor@example.org" password="Sandbox-supervisor-2026!" />],
        ]}
      />
      <ul class="plain">
        <li>
          <Link to="/sandbox/mailbox">{t.mailbox}</Link>
        </li>
        <li>
          <Link to="/sandbox/factory">{t.factory}</Link>
        </li>
      </ul>
    </Section>
  );
}

function SignIn({ email, password }: { email: string; password: string }) {
  return (
    <>
      <code>{email}</code> <code>{password}</code>
    </>
  );
}
