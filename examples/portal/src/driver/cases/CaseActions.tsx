import { hub } from "../../api/client.js";
import { good } from "../../api/problems.js";
import type { Schema } from "../../api/types.js";
import { ActionButton } from "../../components/ActionButton.js";
import { announce } from "../../components/Announcer.js";
import { Link } from "../../components/router.js";
import { useTexts } from "../../i18n/context.js";

interface Props {
  id: string;
  /** What the hub says that can be done. The portal has no rules of its own. */
  actions: Schema<"ViewerAction">[];
  name: string;
  changed: () => void;
  /** On the page of the case itself, which needs no link to it. */
  isShown?: boolean;
}

/** The guide's buttons: «Reprendre», «Annuler», «Afficher», «Répondre»; and paying and withdrawing. */
export function CaseActions({ id, actions, name, changed, isShown }: Props) {
  const { cases: t } = useTexts();
  const cancel = async () => {
    await good(hub.POST("/v1/cases/{id}/cancellation", { params: { path: { id } } }));
    announce(t.cancelled);
    changed();
  };
  const has = (action: Schema<"ViewerAction">) => actions.includes(action);
  const named = (label: string) => (
    <>
      {label} <span class="hidden">{name}</span>
    </>
  );
  return (
    <div class="buttons" role="group" aria-label={`${t.actions} ${name}`}>
      {has("resume") ? (
        <Link to={`/cases/${id}`} class="button main">
          {named(t.resume)}
        </Link>
      ) : null}
      {has("respond") ? (
        <Link to={`/cases/${id}/respond`} class="button main">
          {named(t.respond)}
        </Link>
      ) : null}
      {has("pay") && !isShown ? (
        <Link to={`/cases/${id}`} class="button main">
          {named(t.pay)}
        </Link>
      ) : null}
      {has("view") && !isShown ? (
        <Link to={`/cases/${id}`} class="button">
          {named(t.view)}
        </Link>
      ) : null}
      {has("cancel") ? <ActionButton label={t.cancel} act={cancel} sure={t.cancelSure} look="grave" /> : null}
      {has("withdraw") ? <ActionButton label={t.withdraw} act={cancel} sure={t.withdrawSure} look="grave" /> : null}
    </div>
  );
}
