import { hub } from "../api/client.js";
import { useLoaded } from "../api/loading.js";
import { versioned } from "../api/problems.js";
import { useReference } from "../api/reference.js";
import type { Schema } from "../api/types.js";
import { AddressLines } from "../components/AddressFields.js";
import { ItemList } from "../components/ItemFields.js";
import { Loaded } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Link } from "../components/router.js";
import { Facts, Section } from "../components/Section.js";
import { useTexts } from "../i18n/context.js";
import { colon, day, listed } from "../i18n/formats.js";
import { CaseDecisions } from "./CaseDecisions.js";
import { DocumentLink } from "./DocumentLink.js";
import { HistoryList } from "./HistoryList.js";

type File = Schema<"CaseFile">;

/** A case as an agent examines it: the whole file, and what can be decided. */
export function DeskCasePage({ id }: { id: string }) {
  const { desk: t } = useTexts();
  const { case_stages: stages } = useReference();
  const params = { path: { id } };
  const found = useLoaded(() => versioned(hub.GET("/v1/back-office/cases/{id}", { params })), [id]);
  const file = found.value?.value;
  return (
    <Page title={file === undefined ? t.reference : `${file.kind_label} ${file.reference}`}>
      <Loaded of={found}>
        {({ value }) => (
          <>
            <p>
              <span class="tag">{value.stage_label}</span>{" "}
              <Link to={`/desk/accounts/${value.account_id}`}>{t.account}</Link>
            </p>
            {value.warnings.map((warning) => (
              <p role="note">
                {t.warning}
                {colon()}
                {t.warnings[warning]}
              </p>
            ))}
            <FileFacts file={value} />
            <Documents file={value} />
            {value.items.length === 0 ? null : (
              <Section title={t.items}>
                <ItemList items={value.items} />
              </Section>
            )}
            <CaseDecisions file={value} of={found} />
            <HistoryList history={value.history} stages={stages} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function FileFacts({ file }: { file: File }) {
  const t = useTexts();
  const { sectors, defects } = useReference();
  const { holder, declaration } = file;
  const label = (name: string, of: Schema<"Labelled">[]) => of.find((one) => one.name === name)?.label ?? name;
  const asked = sectors.filter(({ name }) => file.sectors.includes(name)).map((sector) => sector.label);
  return (
    <Section title={t.desk.holder}>
      <Facts
        facts={[
          [t.cases.sectors, listed(asked)],
          [t.fields.surname, holder?.surname],
          [t.fields.usageName, holder?.usage_name],
          [t.fields.firstNames, holder?.first_names],
          [t.fields.birthDate, holder && day(holder.birth_date)],
          [t.fields.birthPlace, holder && `${holder.birth_place} (${holder.birth_country})`],
          [t.fields.licenceNumber, holder?.licence.number],
          [t.fields.categories, holder && listed(holder.licence.categories)],
          [t.declaration.lostOn, declaration?.lost_on && day(declaration.lost_on)],
          [t.declaration.circumstances, declaration?.circumstances],
          [
            t.declaration.defects,
            declaration?.defects?.map(({ field, comment }) => `${label(field, defects)} ${comment ?? ""}`).join(" ; "),
          ],
          [t.steps.delivery_address, file.delivery_address && <AddressLines of={file.delivery_address} />],
          [t.desk.previousExpiry, file.previous_expiry],
          [t.reason, file.decision_reason],
        ]}
      />
    </Section>
  );
}

function Documents({ file }: { file: File }) {
  const { desk: t } = useTexts();
  if (file.documents.length === 0) return null;
  return (
    <Section title={t.documents} isPlain>
      <ul class="cards small">
        {file.documents.map((document) => (
          <li key={document.id}>
            <DocumentLink caseId={file.id} document={document} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
