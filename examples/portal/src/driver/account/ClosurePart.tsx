import { useState } from "preact/hooks";
import { hub } from "../../api/client.js";
import { done, good } from "../../api/problems.js";
import type { Schema } from "../../api/types.js";
import { ActionButton } from "../../components/ActionButton.js";
import { announce } from "../../components/Announcer.js";
import { navigate } from "../../components/router.js";
import { Section } from "../../components/Section.js";
import { useTexts } from "../../i18n/context.js";
import { session } from "../../session/session.js";

/** Closing the account, once one has seen what that would lose. */
export function ClosurePart() {
  const { account: t } = useTexts();
  const [preview, setPreview] = useState<Schema<"ClosurePreview">>();
  const look = async () => setPreview(await good(hub.GET("/v1/account/closure-preview")));
  const close = async () => {
    await done(hub.DELETE("/v1/account"));
    session.lose();
    announce(t.closed);
    navigate("/");
  };
  return (
    <Section title={t.close}>
      <p>{t.closeLead}</p>
      {preview === undefined ? <ActionButton label={t.preview} act={look} /> : <Loss of={preview} />}
      {preview?.can_be_closed ? <ActionButton label={t.close} act={close} sure={t.closeSure} look="grave" /> : null}
    </Section>
  );
}

function Loss({ of }: { of: Schema<"ClosurePreview"> }) {
  const { account: t } = useTexts();
  return (
    <div role="status">
      <p>{t.lost(of.trainings, of.certificates, of.cards.length)}</p>
      <ul>
        {of.notes.map((note) => (
          <li>{note}</li>
        ))}
      </ul>
      {of.can_be_closed ? null : <p>{t.cannotClose}</p>}
    </div>
  );
}
