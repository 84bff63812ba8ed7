import { useSandbox } from "../api/sandbox.js";
import { Facts, Section } from "../components/Section.js";
import { useTexts } from "../i18n/context.js";

/** The people whom every sandbox knows, and their passwords, which are no secret. */
export function Trial() {
  const { trial: t } = useTexts();
  if (!useSandbox()) return null;
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
      <p>
        <a href="/sandbox/mailbox">{t.mailbox}</a>
      </p>
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
