import { useState } from "preact/hooks";
import { hub } from "../api/client.js";
import { useLoaded } from "../api/loading.js";
import { done, good } from "../api/problems.js";
import { useReference } from "../api/reference.js";
import type { Schema } from "../api/types.js";
import { ActionButton } from "../components/ActionButton.js";
import { announce } from "../components/Announcer.js";
import { SelectField, TextField } from "../components/fields.js";
import { Form } from "../components/Form.js";
import { Loaded } from "../components/Loaded.js";
import { Section } from "../components/Section.js";
import { useTexts } from "../i18n/context.js";
import { day } from "../i18n/formats.js";
import { usePerson } from "../session/context.js";

type Known = Schema<"KnownQualification">;

/** What is known of a driver's earlier qualifications: supervisors see it, add to it and put it right. */
export function KnownQualifications({ accountId }: { accountId: string }) {
  return usePerson()?.role === "supervisor" ? <List accountId={accountId} /> : null;
}

function List({ accountId }: { accountId: string }) {
  const { desk: t, nothing, saved } = useTexts();
  const [round, setRound] = useState(0);
  const account = { id: accountId };
  const path = "/v1/back-office/accounts/{id}/known-qualifications";
  const known = useLoaded(() => good(hub.GET(path, { params: { path: account } })), [accountId]);
  const add = async (body: Schema<"KnownQualificationBody">) => {
    await good(hub.POST(path, { params: { path: account }, body }));
    announce(saved);
    setRound(round + 1);
    known.again();
  };
  return (
    <Section title={t.known}>
      <p class="quiet">{t.knownLead}</p>
      <Loaded of={known}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{nothing}</p>
          ) : (
            <ul class="cards">
              {items.map((one) => (
                <li key={one.id}>
                  <Line known={one} changed={known.again} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <details key={round}>
        <summary>{t.addKnown}</summary>
        <KnownForm submit={t.addKnown} send={add} />
      </details>
    </Section>
  );
}

function Line({ known, changed }: { known: Known; changed: () => void }) {
  const { desk: t, documents, save, saved, until } = useTexts();
  const { sectors } = useReference();
  const sector = sectors.find(({ name }) => name === known.sector)?.label ?? known.sector;
  const path = "/v1/back-office/accounts/{id}/known-qualifications/{qualification_id}";
  const params = { path: { id: known.account_id, qualification_id: known.id } };
  const remove = async () => {
    await done(hub.DELETE(path, { params }));
    announce(t.knownRemoved);
    changed();
  };
  const change = async (body: Schema<"KnownQualificationBody">) => {
    await good(hub.PUT(path, { params, body }));
    announce(saved);
    changed();
  };
  return (
    <>
      <p>
        <strong>{sector}</strong> {until(day(known.expires_on))}{" "}
        <span class="quiet">
          {t.sources[known.source]} {known.card_number}
        </span>
      </p>
      <details key={known.version}>
        <summary>
          {t.changeKnown} <span class="hidden">{sector}</span>
        </summary>
        <KnownForm submit={save} send={change} known={known} />
      </details>
      <ActionButton label={documents.remove} of={sector} act={remove} />
    </>
  );
}

interface FormProps {
  submit: string;
  send: (body: Schema<"KnownQualificationBody">) => Promise<void>;
  known?: Known;
}

function KnownForm({ submit, send, known }: FormProps) {
  const { desk: t } = useTexts();
  const { sectors } = useReference();
  const sources = (Object.keys(t.sources) as (keyof typeof t.sources)[]).map((name) => ({
    name,
    label: t.sources[name],
  }));
  return (
    <Form<Schema<"KnownQualificationBody">> submit={submit} send={send} label={submit}>
      <SelectField at="/sector" label={t.sector} options={sectors} value={known?.sector} />
      <TextField at="/expires_on" label={t.lastDay} type="date" value={known?.expires_on} />
      <SelectField at="/source" label={t.source} options={sources} value={known?.source ?? "card_shown"} />
      <TextField at="/card_number" label={t.cardNumber} value={known?.card_number} optional />
    </Form>
  );
}
