import { hub } from "../api/client.js";
import { useLoaded } from "../api/loading.js";
import { good, versioned } from "../api/problems.js";
import { useReference } from "../api/reference.js";
import type { Schema } from "../api/types.js";
import { AddressLines } from "../components/AddressFields.js";
import { ItemList } from "../components/ItemFields.js";
import { Loaded } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Link } from "../components/router.js";
import { Facts, Section } from "../components/Section.js";
import { useTexts } from "../i18n/context.js";
import { categoryExpiries, colon, day, listed, moment, money } from "../i18n/formats.js";
import type { Texts } from "../i18n/fr.js";
import { usePerson } from "../session/context.js";
import { CaseDecisions } from "./CaseDecisions.js";
import { DocumentLink } from "./DocumentLink.js";
import { HistoryList } from "./HistoryList.js";

type File = Schema<"CaseFile">;

/** A case as an agent examines it: the whole file, and what can be decided. */
export function DeskCasePage({ id }: { id: string }) {
  const { desk: t } = useTexts();
  const { case_stages: stages } = useReference();
  const person = usePerson();
  const params = { path: { id } };
  const found = useLoaded(() => versioned(hub.GET("/v1/back-office/cases/{id}", { params })), [id]);
  const file = found.value?.value;
  return (
    <Page title={file === undefined ? t.reference : `${file.kind_label} ${file.reference}`}>
      <Loaded of={found}>
        {({ value }) => (
          <>
            <p class="where">
              <span class="tag">{value.stage_label}</span>{" "}
              {value.submitted_at === undefined ? null : <span>{t.sentOn(moment(value.submitted_at))}</span>}{" "}
              {value.assigned_to === undefined ? null : (
                <span>{value.assigned_to === person?.id ? t.isYours : t.isAColleagues}</span>
              )}{" "}
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
            <KnownOtherwise file={value} />
            <AboutCard file={value} />
            <Costs file={value} />
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
          ...(holder === undefined ? [] : holderFacts(holder, t)),
          [t.declaration.lostOn, declaration?.lost_on && day(declaration.lost_on)],
          [t.declaration.circumstances, declaration?.circumstances],
          [
            t.declaration.defects,
            declaration?.defects?.map(({ field, comment }) => `${label(field, defects)} ${comment ?? ""}`).join(" ; "),
          ],
          [t.steps.delivery_address, file.delivery_address && <AddressLines of={file.delivery_address} />],
          [t.steps.billing_address, file.billing_address && <Billing of={file.billing_address} />],
          ...file.entitlements.map((held): [string, string] => [
            t.desk.right(label(held.sector, sectors)),
            t.desk.rightUntil(day(held.training_ended_on), day(held.expires_on)),
          ]),
          [t.desk.previousExpiry, file.previous_expiry],
          [t.reason, file.decision_reason],
        ]}
      />
    </Section>
  );
}

function Billing({ of }: { of: Schema<"BillingAddress"> }) {
  return (
    <>
      {of.company === undefined ? null : `${of.company.name} (SIREN ${of.company.siren})`}
      <AddressLines of={of} />
    </>
  );
}

/** What the account says, where the case says otherwise. */
function KnownOtherwise({ file }: { file: File }) {
  const t = useTexts();
  const { account_holder: known, holder } = file;
  if (known === undefined || JSON.stringify(known) === JSON.stringify(holder)) return null;
  return (
    <Section title={t.desk.accountSays}>
      <Facts facts={holderFacts(known, t)} />
    </Section>
  );
}

/** The card that it is about, the one that it makes, and the letter in which that travels. */
function AboutCard({ file }: { file: File }) {
  const { desk: t } = useTexts();
  const { card_id: subject, produced_card_id: produced, shipment } = file;
  if (subject === undefined && produced === undefined) return null;
  return (
    <Section title={t.cardOf}>
      <Facts
        facts={[
          [t.subjectCard, subject && <CardLink id={subject} />],
          [t.producedCard, produced && produced !== subject && <CardLink id={produced} />],
          [t.tracking, shipment?.tracking_number],
          [t.shippedAt, shipment?.shipped_at && moment(shipment.shipped_at)],
        ]}
      />
    </Section>
  );
}

/** A card, by the number that one reads on it. */
function CardLink({ id }: { id: string }) {
  const { desk: t } = useTexts();
  const card = useLoaded(() => good(hub.GET("/v1/back-office/cards/{id}", { params: { path: { id } } })), [id]);
  return (
    <>
      <Link to={`/desk/cards/${id}`}>{card.value?.number ?? t.cardOf}</Link> {card.value?.stage_label}
    </>
  );
}

/** What it costs, and how far its payment is. */
function Costs({ file: { payment } }: { file: File }) {
  const { desk: t, payment: texts } = useTexts();
  if (payment === undefined) return null;
  const { last_attempt: attempt } = payment;
  return (
    <Section title={texts.title}>
      <Facts
        facts={[
          [t.net(payment.fee_label), money(payment.net)],
          [t.vat(payment.vat_percent), money(payment.vat)],
          [t.total, money(payment.amount)],
          [t.feeOf, day(payment.fixed_on)],
          [t.lastAttempt, attempt === undefined ? t.noAttempt : (attempt.alert_label ?? attempt.status_label)],
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

/** A person and their licence, as a case holds them. */
function holderFacts(holder: Schema<"Holder">, { fields }: Texts): [string, string | undefined][] {
  const { licence } = holder;
  return [
    [fields.surname, holder.surname],
    [fields.usageName, holder.usage_name],
    [fields.firstNames, holder.first_names],
    [fields.birthDate, day(holder.birth_date)],
    [fields.birthPlace, `${holder.birth_place} (${holder.birth_country})`],
    [fields.licenceNumber, `${licence.number ?? ""} (${licence.country})`],
    [fields.neph, licence.neph],
    [fields.categories, listed(licence.categories)],
    [fields.issuedOn, licence.issued_on && day(licence.issued_on)],
    [fields.expiresOn, licence.expires_on && day(licence.expires_on)],
    [fields.categoryExpiries, categoryExpiries(licence)],
  ];
}
