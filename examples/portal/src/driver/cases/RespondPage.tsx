import { hub } from "../../api/client.js";
import { useLoaded } from "../../api/loading.js";
import { good } from "../../api/problems.js";
import type { DriverCase, Schema } from "../../api/types.js";
import { announce } from "../../components/Announcer.js";
import { DocumentSlot } from "../../components/DocumentSlot.js";
import { Form } from "../../components/Form.js";
import { ItemAnswers, ItemList, namedDocuments, namedFields, spoken } from "../../components/ItemFields.js";
import { Loaded } from "../../components/Loaded.js";
import { Page } from "../../components/Page.js";
import { navigate } from "../../components/router.js";
import { Section } from "../../components/Section.js";
import { useTexts } from "../../i18n/context.js";
import { BillingForm, DeliveryForm, HolderForm } from "../draft/parts.js";
import { UndeliveredPart } from "./UndeliveredPart.js";

/** «Répondre»: to an information request, to a correction, or where to send a card that came back. */
export function RespondPage({ id }: { id: string }) {
  const t = useTexts();
  const found = useLoaded(() => good(hub.GET("/v1/cases/{id}", { params: { path: { id } } })), [id]);
  const isLetter = found.value?.kind === "undelivered";
  return (
    <Page title={isLetter ? t.undelivered.title : t.answer.title} lead={isLetter ? t.undelivered.lead : t.answer.lead}>
      <Loaded of={found}>
        {(file) => {
          if (file.kind === "undelivered") return <UndeliveredPart file={file} />;
          return <Answer file={file} put={found.put} again={found.again} />;
        }}
      </Loaded>
    </Page>
  );
}

interface Props {
  file: DriverCase;
  put: (file: DriverCase) => void;
  again: () => void;
}

/** First the corrections that the items name, each saved by itself; then words, and sending it all. */
function Answer({ file, put, again }: Props) {
  const t = useTexts();
  const items = file.information_request?.items ?? [];
  const send = async (filled: Schema<"CaseResponse">) => {
    const body = { answers: spoken(filled.answers) };
    await good(hub.POST("/v1/cases/{id}/response", { params: { path: { id: file.id } }, body }));
    announce(t.answer.sent);
    navigate(`/cases/${file.id}`);
  };
  return (
    <>
      <ItemList items={items} />
      <Corrections file={file} items={items} put={put} />
      {namedDocuments(items).map((type) => (
        <DocumentSlot
          key={type}
          caseId={file.id}
          type={type}
          present={file.documents.find((document) => document.type === type)}
          changed={again}
        />
      ))}
      <Section title={t.cases.respond}>
        <Form<Schema<"CaseResponse">> submit={t.answer.resend} send={send}>
          <ItemAnswers items={items} />
        </Form>
      </Section>
    </>
  );
}

interface CorrectionsProps {
  file: DriverCase;
  items: Schema<"Item">[];
  put: (file: DriverCase) => void;
}

/** The forms for the fields that items name. Other fields of the same form stay as they are. */
function Corrections({ file, items, put }: CorrectionsProps) {
  const { steps, save, saved } = useTexts();
  const named = namedFields(items);
  const ofHolder = [...named].some((field) => field !== "delivery_address" && field !== "billing_address");
  const kept = (changed: DriverCase) => {
    put(changed);
    announce(saved);
  };
  return (
    <>
      {ofHolder ? (
        <Section title={steps.holder}>
          <HolderForm file={file} submit={save} saved={kept} />
        </Section>
      ) : null}
      {named.has("delivery_address") ? (
        <Section title={steps.delivery_address}>
          <DeliveryForm file={file} submit={save} saved={kept} />
        </Section>
      ) : null}
      {named.has("billing_address") ? (
        <Section title={steps.billing_address}>
          <BillingForm file={file} submit={save} saved={kept} />
        </Section>
      ) : null}
    </>
  );
}
