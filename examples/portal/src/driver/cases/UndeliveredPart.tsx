import { useState } from "preact/hooks";
import { hub } from "../../api/client.js";
import { good } from "../../api/problems.js";
import { useReference } from "../../api/reference.js";
import type { DriverCase, Schema } from "../../api/types.js";
import { AddressFields, AddressLines } from "../../components/AddressFields.js";
import { announce } from "../../components/Announcer.js";
import { RadioGroup } from "../../components/fields.js";
import { Form } from "../../components/Form.js";
import { navigate } from "../../components/router.js";
import { useTexts } from "../../i18n/context.js";
import { money } from "../../i18n/formats.js";

/** «Pli non distribué»: the address was right, or it was wrong and another one is paid for. */
export function UndeliveredPart({ file }: { file: DriverCase }) {
  const t = useTexts();
  const [choice, setChoice] = useState<Schema<"Choice">>("confirm_address");
  const fee = useReference().fees.find(({ kind, in_force }) => kind === "reshipping" && in_force);
  const send = async (body: Schema<"ChoiceBody">) => {
    await good(hub.PUT("/v1/cases/{id}/undelivered-choice", { params: { path: { id: file.id } }, body }));
    announce(choice === "confirm_address" ? t.undelivered.confirmed : t.undelivered.changed);
    navigate(`/cases/${file.id}`);
  };
  return (
    <>
      {file.delivery_address === undefined ? null : <AddressLines of={file.delivery_address} />}
      <Form<Schema<"ChoiceBody">> submit={t.send} send={send}>
        <RadioGroup
          at="/choice"
          label={t.undelivered.title}
          options={[
            { name: "confirm_address", label: t.undelivered.confirm },
            { name: "change_address", label: t.undelivered.change },
          ]}
          value={choice}
          onChange={(value) => setChoice(value as Schema<"Choice">)}
        />
        {choice === "change_address" ? (
          <fieldset>
            <legend>{t.address}</legend>
            {fee === undefined ? null : <p>{t.undelivered.fee(money(fee.amount_with_vat))}</p>}
            <AddressFields at="/address" value={file.delivery_address} purpose="shipping" />
          </fieldset>
        ) : null}
      </Form>
    </>
  );
}
