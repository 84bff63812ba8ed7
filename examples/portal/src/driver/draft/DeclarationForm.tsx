import { useState } from "preact/hooks";
import { hub } from "../../api/client.js";
import { good } from "../../api/problems.js";
import { useReference } from "../../api/reference.js";
import type { Schema } from "../../api/types.js";
import { Checkbox, LongField, SelectField, TextField } from "../../components/fields.js";
import { Form } from "../../components/Form.js";
import { useTexts } from "../../i18n/context.js";
import type { PartProps } from "./parts.js";

type Body = Schema<"DeclarationBody">;

/** What happened to the card, or what is wrong with it, and the commitment to give it back. */
export function DeclarationForm({ file, submit, saved }: PartProps) {
  const { declaration: t } = useTexts();
  const send = async (body: Body) =>
    saved(await good(hub.PUT("/v1/cases/{id}/declaration", { params: { path: { id: file.id } }, body })));
  const isFaulty = file.kind === "quality";
  return (
    <Form<Body> submit={submit} send={send}>
      {isFaulty ? (
        <Defects declared={file.declaration?.defects ?? []} />
      ) : (
        <>
          <TextField
            at="/lost_on"
            label={file.kind === "theft" ? t.stolenOn : t.lostOn}
            type="date"
            value={file.declaration?.lost_on}
          />
          <LongField at="/circumstances" label={t.circumstances} value={file.declaration?.circumstances} optional />
        </>
      )}
      <Checkbox
        at="/return_commitment"
        label={isFaulty ? t.returning : t.commitment}
        checked={file.declaration?.return_commitment ?? false}
      />
    </Form>
  );
}

/** Any number of defects. Each keeps its own key, so that taking one out leaves the others as they were filled in. */
function Defects({ declared }: { declared: Schema<"DeclaredDefect">[] }) {
  const { declaration: t } = useTexts();
  const { defects } = useReference();
  const [rows, setRows] = useState(() => (declared.length === 0 ? [{ key: 0 }] : declared.map((_, key) => ({ key }))));
  const add = () => setRows([...rows, { key: Math.max(-1, ...rows.map(({ key }) => key)) + 1 }]);
  return (
    <fieldset>
      <legend>{t.defects}</legend>
      {rows.map(({ key }, index) => (
        <fieldset key={key}>
          <legend>{t.defect(index + 1)}</legend>
          <SelectField at={`/defects/${index}/field`} label={t.what} options={defects} value={declared[key]?.field} />
          <LongField at={`/defects/${index}/comment`} label={t.comment} value={declared[key]?.comment} optional />
          {rows.length === 1 ? null : (
            <button type="button" onClick={() => setRows(rows.filter((row) => row.key !== key))}>
              {t.remove(index + 1)}
            </button>
          )}
        </fieldset>
      ))}
      <button type="button" onClick={add}>
        {t.add}
      </button>
    </fieldset>
  );
}
