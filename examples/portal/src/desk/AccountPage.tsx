import { hub } from "../api/client.js";
import { type Loading, useLoaded } from "../api/loading.js";
import { type Versioned, versioned } from "../api/problems.js";
import { useReference } from "../api/reference.js";
import type { Schema } from "../api/types.js";
import { ActionButton } from "../components/ActionButton.js";
import { AddressLines } from "../components/AddressFields.js";
import { ItemList } from "../components/ItemFields.js";
import { Loaded } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Link } from "../components/router.js";
import { Facts, Section } from "../components/Section.js";
import { useTexts } from "../i18n/context.js";
import { day, listed } from "../i18n/formats.js";
import { decide } from "./decisions.js";
import { EmailCorrection } from "./EmailCorrection.js";
import { HistoryList } from "./HistoryList.js";
import { ItemsForm } from "./ItemsForm.js";
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
            <p>
              <span class="tag">{file.stage_label}</span> {file.decision_reason}{" "}
              <Link to={`/desk/cards?account=${file.id}`}>{t.cardsOf}</Link>
            </p>
            {file.profile === undefined ? null : <Profile profile={file.profile} />}
            <Duplicates file={file} />
            {file.items.length === 0 ? null : (
              <Section title={t.items}>
                <ItemList items={file.items} />
              </Section>
            )}
            <Decisions file={file} of={found} />
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
        {file.duplicates.map(({ account_id: id, stage }) => (
          <li>
            <Link to={`/desk/accounts/${id}`}>{id}</Link> {stages.find(({ name }) => name === stage)?.label}
          </li>
        ))}
      </ul>
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
