import { useState } from "preact/hooks";
import { openHub } from "../api/client.js";
import { useLoaded } from "../api/loading.js";
import { good } from "../api/problems.js";
import type { Schema } from "../api/types.js";
import { AddressFields } from "../components/AddressFields.js";
import { TextField } from "../components/fields.js";
import { Form } from "../components/Form.js";
import { ItemAnswers, ItemList, namedFields, spoken } from "../components/ItemFields.js";
import { LicenceFields } from "../components/LicenceFields.js";
import { Loaded } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { PersonFields } from "../components/PersonFields.js";
import { useTexts } from "../i18n/context.js";
import { moment } from "../i18n/formats.js";

type Body = Schema<"CorrectionBody">;

/** The invitation to correct an account's data: only the fields that the agent named, each with its reason. */
export function CorrectionPage({ token }: { token: string }) {
  const t = useTexts();
  const params = { path: { token } };
  const correction = useLoaded(() => good(openHub.GET("/v1/account-corrections/{token}", { params })));
  const [isSent, setSent] = useState(false);
  const send = async (filled: Body) => {
    const body = { ...filled, answers: spoken(filled.answers) };
    await good(openHub.PUT("/v1/account-corrections/{token}", { params, body }));
    setSent(true);
  };
  if (isSent) return <Page key="sent" title={t.correct.sentTitle} lead={t.register.sent} />;
  return (
    <Page key="form" title={t.correct.title}>
      <Loaded of={correction}>
        {({ items, answer_before }) => (
          <>
            <p>{t.correct.lead(moment(answer_before))}</p>
            <ItemList items={items} />
            <Form<Body> submit={t.correct.resend} send={send}>
              <NamedFields named={namedFields(items)} />
              <ItemAnswers items={items} />
            </Form>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function NamedFields({ named }: { named: Set<string> }) {
  const { fields, address } = useTexts();
  return (
    <>
      {named.has("email") ? (
        <TextField at="/email" label={fields.email} type="email" autoComplete="email" optional />
      ) : null}
      {named.has("phone") ? (
        <TextField at="/phone" label={fields.phone} type="tel" autoComplete="tel" optional />
      ) : null}
      <PersonFields only={named} />
      {named.has("address") ? (
        <fieldset>
          <legend>{address}</legend>
          <AddressFields at="/address" />
        </fieldset>
      ) : null}
      {named.has("licence") ? <LicenceFields /> : null}
    </>
  );
}
