import { useState } from "preact/hooks";
import { hub } from "../api/client.js";
import { from, usePages } from "../api/paging.js";
import { good } from "../api/problems.js";
import type { Schema } from "../api/types.js";
import { TextField } from "../components/fields.js";
import { Form } from "../components/Form.js";
import { Listed } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Link } from "../components/router.js";
import { Section } from "../components/Section.js";
import { useTexts } from "../i18n/context.js";
import { WorkTable } from "./CasesPage.js";

/** Cards that the post brought back: recording one, and those whose driver has not chosen an address yet. */
export function DeskUndeliveredPage() {
  const { desk: t, nothing } = useTexts();
  const waiting = usePages((cursor) => {
    const query = { stage: "awaiting_address" as const, ...from(cursor) };
    return good(hub.GET("/v1/back-office/cases", { params: { query } }));
  });
  return (
    <Page title={t.returnTitle} lead={t.returnLead}>
      <ReturnForm recorded={waiting.again} />
      <Section title={t.awaiting} isPlain>
        <Listed of={waiting} none={nothing}>{(items) => <WorkTable items={items} />}</Listed>
      </Section>
    </Page>
  );
}

function ReturnForm({ recorded }: { recorded: () => void }) {
  const { desk: t } = useTexts();
  const [last, setLast] = useState<Schema<"RecordedReturn">>();
  const [round, setRound] = useState(0);
  const send = async (body: Schema<"ReturnedLetter">) => {
    setLast(await good(hub.POST("/v1/back-office/undelivered-returns", { body })));
    setRound(round + 1);
    recorded();
  };
  return (
    <div class="panel narrow">
      <p role="status">
        {last === undefined ? null : last.case_id === undefined ? (
          t.destroyed
        ) : (
          <Link to={`/desk/cases/${last.case_id}`}>{t.recorded(last.reference ?? "")}</Link>
        )}
      </p>
      <Form<Schema<"ReturnedLetter">> key={round} submit={t.record} send={send}>
        <TextField at="/card_number" label={t.cardNumber} optional />
        <TextField at="/tracking_number" label={t.tracking} optional />
      </Form>
    </div>
  );
}
