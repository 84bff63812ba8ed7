import { useState } from "preact/hooks";
import { hub } from "../../api/client.js";
import { good } from "../../api/problems.js";
import type { Schema } from "../../api/types.js";
import { TextField } from "../../components/fields.js";
import { Form } from "../../components/Form.js";
import { useTexts } from "../../i18n/context.js";

/** Another address to sign in with: the link in its mailbox confirms it. */
export function EmailForm() {
  const { account: t, fields } = useTexts();
  const [message, setMessage] = useState<string>();
  const send = async (body: Schema<"EmailChange">) =>
    setMessage((await good(hub.POST("/v1/account/email-changes", { body }))).message);
  return (
    <>
      <p role="status">{message}</p>
      <Form<Schema<"EmailChange">> submit={t.askEmail} send={send} label={t.email}>
        <TextField at="/email" label={t.newEmail} type="email" autoComplete="email" />
        <TextField at="/password" label={fields.password} type="password" autoComplete="current-password" />
      </Form>
    </>
  );
}
