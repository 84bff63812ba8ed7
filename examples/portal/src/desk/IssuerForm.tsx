import { hub } from "../api/client.js";
import { useLoaded } from "../api/loading.js";
import { good } from "../api/problems.js";
import { useReference } from "../api/reference.js";
import type { Schema } from "../api/types.js";
import { DatedFields } from "../components/DatedFields.js";
import { Fields, TextField } from "../components/fields.js";
import { Form } from "../components/Form.js";
import { Loaded } from "../components/Loaded.js";
import { useTexts } from "../i18n/context.js";

interface Props {
  cardId: string;
  send: (corrections: Schema<"Corrections">) => Promise<void>;
}

/** The maker's error: what is wrong on the card is put right; what is left empty is made again as it was. */
export function IssuerForm({ cardId, send }: Props) {
  const { desk: t, fields } = useTexts();
  const params = { path: { id: cardId } };
  const card = useLoaded(() => good(hub.GET("/v1/back-office/cards/{id}", { params })), [cardId]);
  return (
    <Form<{ corrections?: Schema<"Corrections"> }>
      submit={t.issuer}
      send={({ corrections }) => send(corrections ?? {})}
      label={t.issuer}
    >
      <p>{t.issuerLead}</p>
      <Fields>
        <TextField at="/corrections/surname" label={fields.surname} optional half />
        <TextField at="/corrections/first_names" label={fields.firstNames} optional half />
        <TextField at="/corrections/birth_date" label={fields.birthDate} optional half />
        <TextField at="/corrections/birth_place" label={fields.birthPlace} optional half />
        <TextField at="/corrections/licence_number" label={fields.licenceNumber} optional half />
      </Fields>
      <Loaded of={card}>{({ sectors }) => <Terms sectors={sectors} />}</Loaded>
    </Form>
  );
}

/** The terms on the card, which go together: all of them are sent, and a sector without one is not on the card. */
function Terms({ sectors }: { sectors: Schema<"Card">["sectors"] }) {
  const { desk: t } = useTexts();
  const reference = useReference();
  return (
    <DatedFields
      at="/corrections/sectors"
      member="sector"
      options={reference.sectors}
      days={Object.fromEntries(sectors.map(({ sector, expires_on: term }) => [sector, term]))}
      label={t.term}
      help={t.termHelp}
    />
  );
}
