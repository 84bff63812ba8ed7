import { hub } from "../../api/client.js";
import { type Loading, useLoaded } from "../../api/loading.js";
import { good } from "../../api/problems.js";
import type { DriverCase, Schema } from "../../api/types.js";
import { ItemList } from "../../components/ItemFields.js";
import { Loaded } from "../../components/Loaded.js";
import { Page } from "../../components/Page.js";
import { Papers } from "../../components/Papers.js";
import { Section } from "../../components/Section.js";
import { useTexts } from "../../i18n/context.js";
import { colon, moment } from "../../i18n/formats.js";
import { DraftSteps } from "../draft/DraftSteps.js";
import { CaseActions } from "./CaseActions.js";
import { History } from "./History.js";
import { PaymentPart } from "./PaymentPart.js";
import { Stage } from "./Stage.js";
import { Summary } from "./Summary.js";

/** A case: a draft to go on with, or what was sent and what becomes of it. */
export function CasePage({ id }: { id: string }) {
  const { cases: t } = useTexts();
  const found = useLoaded(() => good(hub.GET("/v1/cases/{id}", { params: { path: { id } } })), [id]);
  const title = found.value === undefined ? t.title : `${found.value.kind_label} ${found.value.reference}`;
  const isDraft = found.value?.actions.includes("resume") ?? false;
  // Another page once it is sent: its heading takes the focus.
  return (
    <Page key={isDraft ? "draft" : "sent"} title={title}>
      <Loaded of={found}>
        {(file) =>
          file.actions.includes("resume") ? <DraftSteps file={file} put={found.put} /> : <Sent file={file} of={found} />
        }
      </Loaded>
    </Page>
  );
}

function Sent({ file, of }: { file: DriverCase; of: Loading<DriverCase> }) {
  const { cases: t } = useTexts();
  return (
    <>
      <p class="lead">
        {t.lastStage}
        {colon()}
        <Stage label={file.stage_label} actions={file.actions} />
      </p>
      <CaseActions id={file.id} actions={file.actions} name={file.reference} changed={of.again} isShown />
      <PaymentPart file={file} changed={of.again} />
      {file.information_request === undefined ? null : <Asked request={file.information_request} />}
      {file.decision_reason === undefined ? null : <Section title={t.decision}>{file.decision_reason}</Section>}
      {file.stage === "awaiting_card_return" ? (
        <Section title={t.coupon}>
          <p>{t.couponLead}</p>
          <Papers path={`/v1/cases/${file.id}/return-coupon.pdf`} name={t.coupon} />
        </Section>
      ) : null}
      <div class="panel history">
        <History caseId={file.id} version={file.version} isOpen />
      </div>
      <Summary file={file} />
    </>
  );
}

/** «Détail»: what is to be corrected, and why. */
function Asked({ request }: { request: Schema<"InformationRequest"> }) {
  const { cases: t } = useTexts();
  return (
    <Section title={t.details}>
      {request.answer_before === undefined ? null : <p>{t.answerBefore(moment(request.answer_before))}</p>}
      <ItemList items={request.items} />
    </Section>
  );
}
