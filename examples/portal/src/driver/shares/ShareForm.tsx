import { hub } from "../../api/client.js";
import { good } from "../../api/problems.js";
import type { Schema } from "../../api/types.js";
import { CheckboxGroup, Fields, TextField } from "../../components/fields.js";
import { Form } from "../../components/Form.js";
import { useTexts } from "../../i18n/context.js";
import { inDays } from "../../i18n/formats.js";

const ITEMS = ["qualification", "card", "hours"] as const;
/** Days that are proposed: most answers of an employer come within a week. */
const PROPOSED = 7;

/** What to show, until when, and to whom: for the driver's own use. */
export function ShareForm({ made }: { made: (share: Schema<"Share">) => void }) {
  const { shares: t } = useTexts();
  const send = async (body: Schema<"NewShare">) => made(await good(hub.POST("/v1/shares", { body })));
  return (
    <Form<Schema<"NewShare">> submit={t.create} send={send}>
      <CheckboxGroup
        at="/items"
        label={t.what}
        options={ITEMS.map((name) => ({ name, label: t.items[name] }))}
        values={["qualification", "card"]}
      />
      <Fields>
        <TextField at="/name" label={t.name} help={t.nameHelp} optional half />
        <TextField
          at="/valid_until"
          label={t.until}
          help={t.untilHelp}
          type="date"
          value={inDays(PROPOSED)}
          half
        />
      </Fields>
    </Form>
  );
}
