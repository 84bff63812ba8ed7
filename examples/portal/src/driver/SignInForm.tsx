import type { Schema } from "../api/types.js";
import { TextField } from "../components/fields.js";
import { Form } from "../components/Form.js";
import { navigate } from "../components/router.js";
import { useTexts } from "../i18n/context.js";
import { signIn } from "../session/password.js";
import { session } from "../session/session.js";

/** Email and password, where the hub has no page of its own for them. */
export function SignInForm({ then }: { then: string }) {
  const { fields, signIn: texts } = useTexts();
  const send = async (body: Schema<"Credentials">) => {
    session.take(await signIn(body), "password");
    navigate(then, true);
  };
  return (
    <Form<Schema<"Credentials">> submit={texts.connect} send={send}>
      <TextField at="/email" label={fields.email} type="email" autoComplete="username" />
      <TextField at="/password" label={fields.password} type="password" autoComplete="current-password" />
      <TextField at="/code" label={texts.code} help={texts.codeHelp} optional autoComplete="one-time-code" />
    </Form>
  );
}
