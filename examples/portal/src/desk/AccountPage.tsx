import { hub } from "../api/client.js";
import { type Loading, useLoaded } from "../api/loading.js";
import { from, usePages } from "../api/paging.js";
import { good, type Versioned, versioned } from "../api/problems.js";
import { useReference } from "../api/reference.js";
import type { Schema } from "../api/types.js";
import { ActionButton } from "../components/ActionButton.js";
import { AddressLines } from "../components/AddressFields.js";
import { ItemList } from "../components/ItemFields.js";
import { Listed, Loaded } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Link } from "../components/router.js";
import { Facts, Section } from "../components/Section.js";
import { useTexts } from "../i18n/context.js";
import { categoryExpiries, day, listed, moment } from "../i18n/formats.js";
import { WorkTable } from "./CasesPage.js";
import { decide } from "./decisions.js";
import { EmailCorrection } from "./EmailCorrection.js";
import { HistoryList } from "./HistoryList.js";
import { ItemsForm } from "./ItemsForm.js";
import { KnownQualifications } from "./KnownQualifications.js";
import { ReasonForm } from "./ReasonForm.js";

type File = Schema<"AccountFile">;

/** An account as an agent examines it. */
export function DeskAccountPage({ id }: { id: string }) {
  const { desk: t } = useTexts();
  const { account_stages: stages } = useReference();
  const params = { path: { id } };
  const found = useLoaded(() => versioned(hub.GET("/v1/back-office/accounts/{id}", { params })), [id]);
  return (
    <Page title={t.account}>
      <Loaded of={found}>
        {({ value: file }) => (
          <>
            <p class="where">
              <span class="tag">{file.stage_label}</span> {file.decision_reason}{" "}
              <Link to={`/desk/cards?account=${file.id}`}>{t.cardsOf}</Link>
            </p>
            {file.profile === undefined ? null : <Profile profile={file.profile} />}
            <Duplicates file={file} />
            <FormerFiles file={file} />
            {file.items.length === 0 ? null : (
              <Section title={t.items}>
                <ItemList items={file.items} />
              </Section>
            )}
            <Decisions file={file} of={found} />
            <CasesOf accountId={file.id} />
            <KnownQualifications accountId={file.id} />
            <HistoryList history={file.history} stages={stages} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Profile({ profile }: { profile: Schema<"ProfileView"> }) {
  const { desk: t, fields, address } = useTexts();
  const { licence } = profile;
  return (
    <Section title={t.holder}>
      <Facts
        facts={[
          [fields.email, profile.email],
          [fields.phone, profile.phone],
          [fields.surname, profile.surname],
          [fields.usageName, profile.usage_name],
          [fields.firstNames, profile.first_names],
          [fields.birthDate, day(profile.birth_date)],
          [fields.birthPlace, `${profile.birth_place} (${profile.birth_country})`],
          [address, <AddressLines of={profile.address} />],
          [fields.licenceNumber, `${licence.number ?? ""} (${licence.country})`],
          [fields.neph, licence.neph],
          [fields.categories, listed(licence.categories)],
          [fields.issuedOn, licence.issued_on && day(licence.issued_on)],
          [fields.expiresOn, licence.expires_on && day(licence.expires_on)],
          [fields.categoryExpiries, categoryExpiries(licence)],
        ]}
      />
    </Section>
  );
}

function Duplicates({ file }: { file: File }) {
  const { desk: t } = useTexts();
  const { account_stages: stages } = useReference();
  if (file.duplicates.length === 0) return null;
  return (
    <Section title={t.duplicate}>
      <ul>
        {file.duplicates.map(({ account_id: id, stage, same_licence: licence, same_person: person }) => (
          <li>
            <Link to={`/desk/accounts/${id}`}>{stages.find(({ name }) => name === stage)?.label ?? id}</Link>
            {licence ? <span class="tag">{t.sameLicence}</span> : null}
            {person ? <span class="tag">{t.samePerson}</span> : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What a closed account of the same person left behind, and the new one is given back. */
function FormerFiles({ file }: { file: File }) {
  const { desk: t } = useTexts();
  if (file.former_files.length === 0) return null;
  return (
    <Section title={t.former}>
      <ul>
        {file.former_files.map((former) => (
          <li>
            <Link to={`/desk/accounts/${former.account_id}`}>{moment(former.closed_at)}</Link>{" "}
            {t.formerHolds(former.trainings, former.unused_rights.length, listed(former.cards))}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What they ever asked for. */
function CasesOf({ accountId }: { accountId: string }) {
  const { desk: t, nothing } = useTexts();
  const cases = usePages(
    (cursor) => {
      const query = { account_id: accountId, ...from(cursor) };
      return good(hub.GET("/v1/back-office/cases", { params: { query } }));
    },
    [accountId],
  );
  return (
    <Section title={t.casesOf} isPlain>
      <Listed of={cases} none={nothing}>
        {(items) => <WorkTable items={items} />}
      </Listed>
    </Section>
  );
}

/** What the hub says that can be done, and nothing else. */
function Decisions({ file, of }: { file: File; of: Loading<Versioned<File>> }) {
  const { desk: t, saved } = useTexts();
  const at = (etag: string) => ({ path: { id: file.id }, header: { "If-Match": etag } });
  const has = (action: Schema<"AccountAction">) => file.actions.includes(action);
  const approve = () =>
    decide(of, (etag) => hub.POST("/v1/back-office/accounts/{id}/approval", { params: at(etag) }), t.approved);
  const ask = (items: Schema<"RequestedItem">[]) => {
    const path = "/v1/back-office/accounts/{id}/correction-request";
    return decide(of, (etag) => hub.POST(path, { params: at(etag), body: { items } }), t.asked);
  };
  const reject = (body: Schema<"Reason">) =>
    decide(of, (etag) => hub.POST("/v1/back-office/accounts/{id}/rejection", { params: at(etag), body }), t.rejected);
  const suspend = (body: Schema<"Reason">) =>
    decide(of, (etag) => hub.POST("/v1/back-office/accounts/{id}/suspension", { params: at(etag), body }), saved);
  const close = (body: Schema<"Reason">) =>
    decide(of, (etag) => hub.POST("/v1/back-office/accounts/{id}/closure", { params: at(etag), body }), saved);
  const reactivate = (body: Schema<"Reason">) =>
    decide(of, (etag) => hub.POST("/v1/back-office/accounts/{id}/reactivation", { params: at(etag), body }), saved);
  return (
    <Section title={t.decide}>
      {has("approve") ? <ActionButton label={t.approve} act={approve} look="main" /> : null}
      {has("request_correction") ? (
        <details>
          <summary>{t.askCorrection}</summary>
          <ItemsForm of="account" submit={t.askCorrection} send={ask} />
        </details>
      ) : null}
      {has("reject") ? <ReasonForm submit={t.reject} send={reject} /> : null}
      {has("suspend") ? <ReasonForm submit={t.suspend} send={suspend} /> : null}
      {has("reactivate") ? <ReasonForm submit={t.reactivate} send={reactivate} /> : null}
      {has("correct_email") ? <EmailCorrection file={file} of={of} /> : null}
      {has("close") ? <ReasonForm submit={t.close} send={close} /> : null}
    </Section>
  );
}
