import { useState } from "preact/hooks";
import { openHub } from "../api/client.js";
import { good } from "../api/problems.js";
import type { Schema } from "../api/types.js";
import { TextField } from "../components/fields.js";
import { Form } from "../components/Form.js";
import { Page } from "../components/Page.js";
import { useTexts } from "../i18n/context.js";

type Body = Schema<"EmailAddress">;

export function ForgottenPasswordPage() {
  const { signIn, links } = useTexts();
  const ask = (body: Body) => good(openHub.POST("/v1/password-resets", { body }));
  return <EmailPage title={signIn.forgotten} lead={links.forgottenLead} ask={ask} />;
}

export function SendLinkPage() {
  const { signIn, links } = useTexts();
  const ask = (body: Body) => good(openHub.POST("/v1/account-links", { body }));
  return <EmailPage title={signIn.noMail} lead={links.againLead} ask={ask} />;
}

interface Props {
  title: string;
  lead: string;
  ask: (body: Body) => Promise<Schema<"PerhapsSent">>;
}

/** An address, and an answer that says nothing about whether it is known. */
function EmailPage({ title, lead, ask }: Props) {
  const t = useTexts();
  const [message, setMessage] = useState<string>();
  const send = async (body: Body) => setMessage((await ask(body)).message);
  return (
    <Page title={title} lead={lead}>
      <p role="status" class={message === undefined ? "" : "note"}>
        {message}
      </p>
      <div class="panel narrow">
      <Form<Body> submit={t.send} send={send}>
        <TextField at="/email" label={t.fields.email} type="email" autoComplete="email" />
      </Form>
      </div>
    </Page>
  );
}
