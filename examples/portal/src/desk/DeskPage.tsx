import type { ComponentChildren } from "preact";
import { hub } from "../api/client.js";
import { from, type Pages, usePages } from "../api/paging.js";
import { good } from "../api/problems.js";
import { useReference } from "../api/reference.js";
import { Listed } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Link } from "../components/router.js";
import { Section } from "../components/Section.js";
import { useTexts } from "../i18n/context.js";
import { AccountTable } from "./AccountsPage.js";
import { AttestationTable } from "./AttestationsPage.js";
import { WorkTable } from "./CasesPage.js";
import { DESK_PAGES } from "./pages.js";

/** The stages in which a case waits for the back office. */
const WAITING = ["submitted", "in_review", "awaiting_card_return", "under_analysis"] as const;

/** Where an agent arrives: where to go, and what waits. */
export function DeskPage() {
  const { desk: t, menu } = useTexts();
  const accounts = usePages((cursor) => {
    const query = { stage: "pending_review" as const, ...from(cursor) };
    return good(hub.GET("/v1/back-office/accounts", { params: { query } }));
  });
  const attestations = usePages((cursor) => {
    const query = { status: "mismatch" as const, ...from(cursor) };
    return good(hub.GET("/v1/back-office/attestations", { params: { query } }));
  });
  return (
    <Page title={t.title} lead={t.lead}>
      <ul class="tiles">
        {DESK_PAGES.map(([path, name]) => (
          <li key={path}>
            <Link to={path}>{menu[name]}</Link>
          </li>
        ))}
      </ul>
      <Waiting title={t.accountsWait} of={accounts}>
        {(items) => <AccountTable items={items} />}
      </Waiting>
      {WAITING.map((stage) => (
        <CasesIn key={stage} stage={stage} />
      ))}
      <Waiting title={t.attestationsWait} of={attestations}>
        {(items) => <AttestationTable items={items} />}
      </Waiting>
    </Page>
  );
}

function CasesIn({ stage }: { stage: (typeof WAITING)[number] }) {
  const { menu } = useTexts();
  const { case_stages: stages } = useReference();
  const label = stages.find(({ name }) => name === stage)?.label ?? stage;
  const cases = usePages((cursor) => {
    const query = { stage, ...from(cursor) };
    return good(hub.GET("/v1/back-office/cases", { params: { query } }));
  });
  return (
    <Waiting title={`${menu.work} – ${label}`} of={cases}>
      {(items) => <WorkTable items={items} />}
    </Waiting>
  );
}

interface WaitingProps<T> {
  title: string;
  of: Pages<T>;
  children: (items: T[]) => ComponentChildren;
}

/** A list of what waits; nothing of it where nothing does. */
function Waiting<T>({ title, of, children }: WaitingProps<T>) {
  const { nothing } = useTexts();
  if (of.items?.length === 0 && of.problem === undefined) return null;
  return (
    <Section title={title} isPlain>
      <Listed of={of} none={nothing}>
        {children}
      </Listed>
    </Section>
  );
}
