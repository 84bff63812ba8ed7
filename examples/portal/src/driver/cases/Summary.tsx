import { useReference } from "../../api/reference.js";
import type { DriverCase, Schema } from "../../api/types.js";
import { AddressLines } from "../../components/AddressFields.js";
import { Papers } from "../../components/Papers.js";
import { Facts, Section } from "../../components/Section.js";
import { useTexts } from "../../i18n/context.js";
import { day, listed } from "../../i18n/formats.js";

/** The recapitulation: on the page, and as the paper that was printed when it was sent. */
export function Summary({ file }: { file: DriverCase }) {
  const t = useTexts();
  const { sectors } = useReference();
  const asked = sectors.filter(({ name }) => file.sectors.includes(name)).map(({ label }) => label);
  const holder = file.holder;
  const defects = file.declaration?.defects ?? [];
  return (
    <Section title={t.cases.summary}>
      <Facts
        facts={[
          [t.cases.sectors, listed(asked)],
          [t.fields.surname, holder?.surname],
          [t.fields.firstNames, holder?.first_names],
          [t.fields.birthDate, holder && day(holder.birth_date)],
          [t.fields.birthPlace, holder?.birth_place],
          [t.fields.licenceNumber, holder?.licence.number],
          [
            file.kind === "theft" ? t.declaration.stolenOn : t.declaration.lostOn,
            file.declaration?.lost_on && day(file.declaration.lost_on),
          ],
          [t.declaration.circumstances, file.declaration?.circumstances],
          [t.declaration.defects, defects.length > 0 && <Defects of={defects} />],
          [t.steps.delivery_address, file.delivery_address && <AddressLines of={file.delivery_address} />],
          [t.steps.billing_address, file.billing_address && <AddressLines of={file.billing_address} />],
          [t.steps.documents, listed(file.documents.map(({ type_label }) => type_label))],
          [t.cases.tracking, file.shipment?.tracking_number],
        ]}
      />
      {file.submitted_at === undefined ? null : (
        <Papers path={`/v1/cases/${file.id}/summary.pdf`} name={t.cases.summaryPaper} />
      )}
    </Section>
  );
}

function Defects({ of }: { of: Schema<"DeclaredDefect">[] }) {
  const { defects } = useReference();
  return (
    <ul>
      {of.map(({ field, comment }) => (
        <li>
          {defects.find(({ name }) => name === field)?.label ?? field} {comment}
        </li>
      ))}
    </ul>
  );
}
