import { hub } from "../api/client.js";
import { useLoaded } from "../api/loading.js";
import { good } from "../api/problems.js";
import { useReference } from "../api/reference.js";
import type { Schema } from "../api/types.js";
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
    <Form<Schema<"Corrections">> submit={t.issuer} send={send} label={t.issuer}>
      <p>{t.issuerLead}</p>
      <Fields>
        <TextField at="/surname" label={fields.surname} optional half />
        <TextField at="/first_names" label={fields.firstNames} optional half />
        <TextField at="/birth_date" label={fields.birthDate} optional half />
        <TextField at="/birth_place" label={fields.birthPlace} optional half />
        <TextField at="/licence_number" label={fields.licenceNumber} optional half />
      </Fields>
      <Loaded of={card}>{({ sectors }) => <Terms sectors={sectors} />}</Loaded>
    </Form>
  );
}

/** The terms on the card, which go together: all of them are sent. */
function Terms({ sectors }: { sectors: Schema<"Card">["sectors"] }) {
  const { desk: t } = useTexts();
  const reference = useReference();
  const label = (name: string) => reference.sectors.find((sector) => sector.name === name)?.label ?? name;
  return (
    <Fields>
      {sectors.map(({ sector, expires_on: term }, index) => (
        <>
          <input type="hidden" name={`/sectors/${index}/sector`} value={sector} />
          <TextField
            at={`/sectors/${index}/expires_on`}
            label={t.term(label(sector))}
            type="date"
            value={term}
            half
          />
        </>
      ))}
    </Fields>
  );
}
