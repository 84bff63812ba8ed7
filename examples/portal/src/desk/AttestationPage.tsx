import { hub } from "../api/client.js";
import { type Loading, useLoaded } from "../api/loading.js";
import { type Versioned, versioned } from "../api/problems.js";
import type { Schema } from "../api/types.js";
import { ActionButton } from "../components/ActionButton.js";
import { TextField } from "../components/fields.js";
import { Form } from "../components/Form.js";
import { Loaded } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Link } from "../components/router.js";
import { Facts, Section } from "../components/Section.js";
import { useTexts } from "../i18n/context.js";
import { day } from "../i18n/formats.js";
import { decide } from "./decisions.js";
import { ReasonForm } from "./ReasonForm.js";

type File = Schema<"AttestationToSettle">;

/** An attestation beside the driver whom it nearly matches, and what is decided of it. */
export function DeskAttestationPage({ id }: { id: string }) {
  const { desk: t } = useTexts();
  const params = { path: { id } };
  const found = useLoaded(() => versioned(hub.GET("/v1/back-office/attestations/{id}", { params })), [id]);
  return (
    <Page title={t.attestation}>
      <Loaded of={found}>
        {({ value: file }) => (
          <>
            <p class="where">
              <span class="tag">{file.status_label}</span> {file.mismatch_label} {file.reason}{" "}
              {file.account_id === undefined ? null : (
                <Link to={`/desk/accounts/${file.account_id}`}>{t.account}</Link>
              )}
            </p>
            <Training file={file} />
            <Compared file={file} />
            <Decisions file={file} of={found} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Training({ file }: { file: File }) {
  const t = useTexts();
  return (
    <Section title={`${file.type_label}, ${file.sector_label}`}>
      <Facts
        facts={[
          [t.trainings.centre, file.centre.name],
          [t.desk.reference, file.external_reference],
          [t.desk.dates, t.trainings.dates(day(file.started_on), day(file.ended_on))],
          [t.desk.duration, file.hours && t.trainings.hours(file.hours)],
          [t.trainings.delivered, day(file.delivered_on)],
          [t.trainings.place, file.place],
          [t.desk.previousExpiry, file.previous_expires_on && day(file.previous_expires_on)],
          [t.desk.overlaps, file.overlap_decision && t.desk.overlapDecisions[file.overlap_decision]],
        ]}
      />
    </Section>
  );
}

/** What the centre says, and what the account says. */
function Compared({ file }: { file: File }) {
  const { desk: t } = useTexts();
  const { candidate } = file;
  return (
    <div class="compared">
      <Section title={t.attested}>
        <Who of={file.driver} />
      </Section>
      {candidate === undefined ? null : (
        <Section title={t.candidate}>
          <Who of={candidate} />
          <p>
            <Link to={`/desk/accounts/${candidate.account_id}`}>{t.account}</Link>
          </p>
        </Section>
      )}
    </div>
  );
}

function Who({ of }: { of: Schema<"AttestedDriver"> }) {
  const { fields } = useTexts();
  return (
    <Facts
      facts={[
        [fields.surname, of.surname],
        [fields.usageName, of.usage_name],
        [fields.firstNames, of.first_names],
        [fields.birthDate, day(of.birth_date)],
        [fields.licenceNumber, of.licence.number && `${of.licence.number} (${of.licence.country})`],
        [fields.neph, of.licence.neph],
      ]}
    />
  );
}

function Decisions({ file, of }: { file: File; of: Loading<Versioned<File>> }) {
  const { desk: t } = useTexts();
  const at = (etag: string) => ({ path: { id: file.id }, header: { "If-Match": etag } });
  const match = (body: Schema<"MatchDecision">) =>
    decide(of, (etag) => hub.POST("/v1/back-office/attestations/{id}/match", { params: at(etag), body }), t.matched);
  const dismiss = (body: Schema<"Reason">) => {
    const path = "/v1/back-office/attestations/{id}/dismissal";
    return decide(of, (etag) => hub.POST(path, { params: at(etag), body }), t.dismissed);
  };
  const settle = (decision: Schema<"OverlapDecision">) => {
    const path = "/v1/back-office/attestations/{id}/overlap-decision";
    return decide(of, (etag) => hub.POST(path, { params: at(etag), body: { decision } }), t.settled);
  };
  const waits = file.status === "recorded" || file.status === "mismatch";
  if (!waits && !file.awaits_overlap_decision) return null;
  return (
    <Section title={t.decide}>
      {file.awaits_overlap_decision ? (
        <>
          <p role="note">{t.overlapLead}</p>
          <div class="buttons">
            <ActionButton label={t.overlapDecisions.counts} act={() => settle("counts")} />
            <ActionButton label={t.overlapDecisions.ignored} act={() => settle("ignored")} />
          </div>
        </>
      ) : null}
      {file.candidate === undefined ? null : (
        <div class="buttons">
          <ActionButton label={t.matchCandidate} act={() => match({})} look="main" />
        </div>
      )}
      {waits ? (
        <details>
          <summary>{t.matchOther}</summary>
          <Form<Schema<"MatchDecision">> submit={t.matchOther} send={match} label={t.matchOther}>
            <TextField at="/account_id" label={t.accountId} help={t.accountIdHelp} />
          </Form>
        </details>
      ) : null}
      {file.status === "mismatch" ? <ReasonForm submit={t.dismiss} send={dismiss} /> : null}
    </Section>
  );
}
