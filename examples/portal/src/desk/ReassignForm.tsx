import { hub } from "../api/client.js";
import { useLoaded } from "../api/loading.js";
import { good } from "../api/problems.js";
import type { Schema } from "../api/types.js";
import { SelectField } from "../components/fields.js";
import { Form } from "../components/Form.js";
import { Loaded } from "../components/Loaded.js";
import { useTexts } from "../i18n/context.js";

interface Props {
  /** Who has the case now. */
  assignedTo: string | undefined;
  send: (body: Schema<"Assignment">) => Promise<void>;
}

/** A supervisor gives the case to a colleague. */
export function ReassignForm({ assignedTo, send }: Props) {
  const { desk: t } = useTexts();
  const staff = useLoaded(() => good(hub.GET("/v1/back-office/staff", { params: { query: { limit: 100 } } })));
  return (
    <Loaded of={staff}>
      {({ items }) => (
        <Form<Schema<"Assignment">> submit={t.reassign} send={send} label={t.reassign}>
          <SelectField
            at="/agent_id"
            label={t.colleague}
            options={items
              .filter(({ id, active }) => active && id !== assignedTo)
              .map(({ id, name, email }) => ({ name: id, label: `${name} (${email})` }))}
          />
        </Form>
      )}
    </Loaded>
  );
}
