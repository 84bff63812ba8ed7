import { useState } from "preact/hooks";
import { openHub } from "../api/client.js";
import { good } from "../api/problems.js";
import { useReference } from "../api/reference.js";
import type { Schema } from "../api/types.js";
import { AddressFields } from "../components/AddressFields.js";
import { Checkbox, RadioGroup, TextField } from "../components/fields.js";
import { Form } from "../components/Form.js";
import { LicenceFields } from "../components/LicenceFields.js";
import { Page } from "../components/Page.js";
import { PersonFields } from "../components/PersonFields.js";
import { useLanguage } from "../i18n/context.js";

/** «Créer mon compte»: the profile, the form, the four boxes. */
export function RegisterPage() {
  const { language, t } = useLanguage();
  const { consents } = useReference();
  const [key] = useState(() => crypto.randomUUID());
  const [isSent, setSent] = useState(false);
  const send = async (filled: Schema<"RegistrationBody">) => {
    const body = { ...filled, language };
    await good(openHub.POST("/v1/accounts", { params: { header: { "Idempotency-Key": key } }, body }));
    setSent(true);
  };
  if (isSent) return <Page key="sent" title={t.register.sentTitle} lead={t.register.sent} />;
  return (
    <Page key="form" title={t.register.title}>
      <Form<Schema<"RegistrationBody">> submit={t.register.create} send={send}>
        <RadioGroup
          at="/profile"
          label={t.register.profile}
          options={[{ name: "individual", label: t.register.individual }]}
          value="individual"
        />
        <fieldset>
          <legend>{t.register.contact}</legend>
          <TextField at="/email" label={t.fields.email} type="email" autoComplete="email" />
          <TextField
            at="/phone"
            label={t.fields.phone}
            help={t.fields.phoneHelp}
            type="tel"
            optional
            autoComplete="tel"
          />
        </fieldset>
        <fieldset>
          <legend>{t.fields.identity}</legend>
          <PersonFields />
        </fieldset>
        <fieldset>
          <legend>{t.address}</legend>
          <AddressFields at="/address" />
        </fieldset>
        <LicenceFields />
        <fieldset>
          <legend>{t.register.consents}</legend>
          {consents.map(({ name, label }) => (
            <Checkbox at={`/consents/${name}`} label={label} />
          ))}
        </fieldset>
      </Form>
    </Page>
  );
}
