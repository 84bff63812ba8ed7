import { hub } from "../api/client.js";
import type { Loading } from "../api/loading.js";
import type { Versioned } from "../api/problems.js";
import type { Schema } from "../api/types.js";
import { LongField, TextField } from "../components/fields.js";
import { Form } from "../components/Form.js";
import { useTexts } from "../i18n/context.js";
import { decide } from "./decisions.js";

type File = Schema<"AccountFile">;

/** An address that was typed wrongly, so that no link reaches its driver. */
export function EmailCorrection({ file, of }: { file: File; of: Loading<Versioned<File>> }) {
  const { desk: t, fields, reason, saved } = useTexts();
  const send = (body: Schema<"EmailCorrection">) => {
    const at = (etag: string) => ({ path: { id: file.id }, header: { "If-Match": etag } });
    const path = "/v1/back-office/accounts/{id}/email-correction";
    return decide(of, (etag) => hub.POST(path, { params: at(etag), body }), saved);
  };
  return (
    <details>
      <summary>{t.correctEmail}</summary>
      <Form<Schema<"EmailCorrection">> submit={t.correctEmail} send={send} label={t.correctEmail}>
        <TextField at="/email" label={fields.email} type="email" />
        <LongField at="/reason" label={reason} />
      </Form>
    </details>
  );
}
