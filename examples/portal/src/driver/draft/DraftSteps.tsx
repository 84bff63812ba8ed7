import { hub } from "../../api/client.js";
import { good } from "../../api/problems.js";
import type { DriverCase, Schema } from "../../api/types.js";
import { announce } from "../../components/Announcer.js";
import { Link, navigate, usePlace } from "../../components/router.js";
import { Section } from "../../components/Section.js";
import { useTexts } from "../../i18n/context.js";
import { colon } from "../../i18n/formats.js";
import { CaseActions } from "../cases/CaseActions.js";
import { DeclarationForm } from "./DeclarationForm.js";
import { DocumentsPart } from "./DocumentsPart.js";
import { BillingForm, DeliveryForm, HolderForm } from "./parts.js";
import { ReviewPart } from "./ReviewPart.js";

type StepName = Schema<"StepName"> | "review";

interface Props {
  file: DriverCase;
  put: (file: DriverCase) => void;
}

/** A draft, step by step: those that the hub names for this kind of case, and the recapitulation at the end. */
export function DraftSteps({ file, put }: Props) {
  const t = useTexts();
  const wanted = usePlace().query.get("step");
  const names: StepName[] = [...(file.steps ?? []).map(({ name }) => name), "review"];
  const undone = file.steps?.find(({ complete }) => !complete)?.name ?? "review";
  const shown = names.find((name) => name === wanted) ?? undone;
  const at = names.indexOf(shown);
  const onward = () => navigate(`/cases/${file.id}?step=${names[at + 1] ?? "review"}`);
  const saved = (changed: DriverCase) => {
    put(changed);
    announce(t.saved);
    onward();
  };
  return (
    <>
      <StepList file={file} names={names} shown={shown} />
      <Section key={shown} takesFocus title={`${t.steps.position(at + 1, names.length)}${colon()}${t.steps[shown]}`}>
        <StepForm name={shown} file={file} put={put} saved={saved} onward={onward} />
      </Section>
      <CaseActions
        id={file.id}
        actions={file.actions.filter((action) => action === "cancel")}
        name={file.reference}
        changed={() => navigate("/cases")}
        isShown
      />
    </>
  );
}

function StepList({ file, names, shown }: { file: DriverCase; names: StepName[]; shown: StepName }) {
  const { steps: t } = useTexts();
  const isComplete = (name: StepName) => file.steps?.find((step) => step.name === name)?.complete;
  return (
    <nav aria-label={t.title}>
      <ol class="steps">
        {names.map((name) => (
          <li key={name} class={isComplete(name) ? "done" : ""}>
            <Link to={`/cases/${file.id}?step=${name}`} current={name === shown}>
              {t[name]}
            </Link>
            {isComplete(name) === undefined ? null : (
              <span class="quiet">{isComplete(name) ? t.complete : t.incomplete}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface StepProps extends Props {
  name: StepName;
  saved: (file: DriverCase) => void;
  onward: () => void;
}

function StepForm({ name, file, put, saved, onward }: StepProps) {
  const t = useTexts();
  const part = { file, submit: t.steps.next, saved };
  const submit = async () => {
    put(await good(hub.POST("/v1/cases/{id}/submission", { params: { path: { id: file.id } } })));
    announce(t.steps.sent);
    navigate(`/cases/${file.id}`);
  };
  switch (name) {
    case "holder":
      return <HolderForm {...part} />;
    case "documents":
      return <DocumentsPart file={file} put={put} onward={onward} />;
    case "declaration":
      return <DeclarationForm {...part} />;
    case "delivery_address":
      return <DeliveryForm {...part} />;
    case "billing_address":
      return <BillingForm {...part} />;
    case "review":
      return <ReviewPart file={file} submit={submit} />;
  }
}
