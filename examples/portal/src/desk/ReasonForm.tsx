import type { Schema } from "../api/types.js";
import { LongField } from "../components/fields.js";
import { Form } from "../components/Form.js";
import { useTexts } from "../i18n/context.js";

interface Props {
  submit: string;
  send: (body: Schema<"Reason">) => Promise<void>;
}

/** A decision that needs a reason, folded until somebody wants it. */
export function ReasonForm({ submit, send }: Props) {
  const { reason } = useTexts();
  return (
    <details>
      <summary>{submit}</summary>
      <Form<Schema<"Reason">> submit={submit} send={send} label={submit}>
        <LongField at="/reason" label={reason} />
      </Form>
    </details>
  );
}
