import { hub } from "../api/client.js";
import type { Loading } from "../api/loading.js";
import type { Versioned } from "../api/problems.js";
import type { Schema } from "../api/types.js";
import { ActionButton } from "../components/ActionButton.js";
import { TextField } from "../components/fields.js";
import { Form } from "../components/Form.js";
import { Section } from "../components/Section.js";
import { useTexts } from "../i18n/context.js";
import { decide } from "./decisions.js";
import { IssuerForm } from "./IssuerForm.js";
import { ItemsForm } from "./ItemsForm.js";
import { ReassignForm } from "./ReassignForm.js";
import { ReasonForm } from "./ReasonForm.js";

type File = Schema<"CaseFile">;

interface Props {
  file: File;
  of: Loading<Versioned<File>>;
}

/** What the hub says that this agent can do with the case now. */
export function CaseDecisions({ file, of }: Props) {
  const { desk: t } = useTexts();
  const has = (action: Schema<"CaseAction">) => file.actions.includes(action);
  const at = (etag: string) => ({ path: { id: file.id }, header: { "If-Match": etag } });
  const take = () =>
    decide(of, (etag) => hub.POST("/v1/back-office/cases/{id}/assignment", { params: at(etag) }), t.taken);
  const reassign = (body: Schema<"Assignment">) =>
    decide(of, (etag) => hub.POST("/v1/back-office/cases/{id}/assignment", { params: at(etag), body }), t.reassigned);
  const release = () =>
    decide(of, (etag) => hub.DELETE("/v1/back-office/cases/{id}/assignment", { params: at(etag) }), t.released);
  const approve = () =>
    decide(of, (etag) => hub.POST("/v1/back-office/cases/{id}/approval", { params: at(etag) }), t.approved);
  const reject = (body: Schema<"Reason">) =>
    decide(of, (etag) => hub.POST("/v1/back-office/cases/{id}/rejection", { params: at(etag), body }), t.rejected);
  const ask = (items: Schema<"RequestedItem">[]) => {
    const path = "/v1/back-office/cases/{id}/information-request";
    return decide(of, (etag) => hub.POST(path, { params: at(etag), body: { items } }), t.asked);
  };
  return (
    <Section title={t.decide}>
      {file.warnings.includes("previous_expiry_unknown") ? <PreviousExpiry file={file} of={of} /> : null}
      <div class="buttons">
        {has("take") ? <ActionButton label={t.take} act={take} look="main" /> : null}
        {has("approve") ? <ActionButton label={t.approve} act={approve} look="main" /> : null}
        {has("release") ? <ActionButton label={t.release} act={release} /> : null}
      </div>
      {has("request_information") ? (
        <details>
          <summary>{t.ask}</summary>
          <ItemsForm of="case" submit={t.ask} send={ask} />
        </details>
      ) : null}
      {has("reassign") ? (
        <details>
          <summary>{t.reassign}</summary>
          <ReassignForm assignedTo={file.assigned_to} send={reassign} />
        </details>
      ) : null}
      {has("reject") ? <ReasonForm submit={t.reject} send={reject} /> : null}
      {has("receive_card") ? <Reception file={file} of={of} /> : null}
      {has("attribute_to_issuer") || has("attribute_to_driver") ? <Fault file={file} of={of} /> : null}
    </Section>
  );
}

/** What the old card says of the qualification that the training renews. */
function PreviousExpiry({ file, of }: Props) {
  const { desk: t, save, saved } = useTexts();
  const send = (body: Schema<"PreviousExpiryAnswer">) => {
    const at = (etag: string) => ({ path: { id: file.id }, header: { "If-Match": etag } });
    const path = "/v1/back-office/cases/{id}/previous-expiry";
    return decide(of, (etag) => hub.PUT(path, { params: at(etag), body }), saved);
  };
  return (
    <Form<Schema<"PreviousExpiryAnswer">> submit={save} send={send} label={t.previousExpiry}>
      <TextField at="/previous_expires_on" label={t.previousExpiry} help={t.previousHelp} />
      <TextField at="/card_number" label={t.cardNumber} optional />
    </Form>
  );
}

/** A faulty card that came by post. */
function Reception({ file, of }: Props) {
  const { desk: t } = useTexts();
  const send = (body: Schema<"CardReception">) => {
    const at = (etag: string) => ({ path: { id: file.id }, header: { "If-Match": etag } });
    const path = "/v1/back-office/cases/{id}/card-reception";
    return decide(of, (etag) => hub.POST(path, { params: at(etag), body }), t.received);
  };
  return (
    <Form<Schema<"CardReception">> submit={t.receive} send={send} label={t.receive}>
      <TextField at="/card_number" label={t.cardNumber} />
    </Form>
  );
}

/** Whose fault it is: the maker's, or the driver's, who then corrects it and pays. */
function Fault({ file, of }: Props) {
  const { desk: t } = useTexts();
  const attribute = (body: Schema<"Attribution">) => {
    const at = (etag: string) => ({ path: { id: file.id }, header: { "If-Match": etag } });
    const path = "/v1/back-office/cases/{id}/fault-attribution";
    return decide(of, (etag) => hub.POST(path, { params: at(etag), body }), t.attributed);
  };
  return (
    <>
      {file.card_id === undefined ? null : (
        <details>
          <summary>{t.issuer}</summary>
          <IssuerForm
            cardId={file.card_id}
            send={(corrections) => attribute({ liable: "issuer", corrections })}
          />
        </details>
      )}
      <details>
        <summary>{t.driver}</summary>
        <ItemsForm of="case" submit={t.driver} send={(items) => attribute({ liable: "driver", items })} />
      </details>
    </>
  );
}
