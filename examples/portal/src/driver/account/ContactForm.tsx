import { hub } from "../../api/client.js";
import { good } from "../../api/problems.js";
import { useReference } from "../../api/reference.js";
import type { Schema } from "../../api/types.js";
import { AddressFields } from "../../components/AddressFields.js";
import { announce } from "../../components/Announcer.js";
import { SelectField, TextField } from "../../components/fields.js";
import { Form } from "../../components/Form.js";
import { useTexts } from "../../i18n/context.js";

interface Props {
  account: Schema<"Account">;
  put: (account: Schema<"Account">) => void;
}

/** Phone, language and postal address: what a driver changes without being asked. */
export function ContactForm({ account, put }: Props) {
  const t = useTexts();
  const { languages } = useReference();
  const send = async (filled: Schema<"AccountChange">) => {
    // An empty phone number means that there is none any more, which the contract writes as `null`.
    const body = { ...filled, phone: filled.phone === "" ? null : (filled.phone ?? null) };
    put(await good(hub.PATCH("/v1/account", { body })));
    announce(t.saved);
  };
  return (
    <Form<Schema<"AccountChange">> submit={t.save} send={send} label={t.account.contact}>
      <TextField at="/phone" label={t.fields.phone} type="tel" value={account.phone} optional autoComplete="tel" />
      <SelectField at="/language" label={t.fields.language} options={languages} value={account.language} />
      <fieldset>
        <legend>{t.address}</legend>
        <AddressFields at="/address" value={account.address} />
      </fieldset>
    </Form>
  );
}
