import { useState } from "preact/hooks";
import { hub } from "../../api/client.js";
import { from, usePages } from "../../api/paging.js";
import { done, good } from "../../api/problems.js";
import type { Schema } from "../../api/types.js";
import { ActionButton } from "../../components/ActionButton.js";
import { announce } from "../../components/Announcer.js";
import { TextField } from "../../components/fields.js";
import { Form } from "../../components/Form.js";
import { Listed } from "../../components/Loaded.js";
import { Section } from "../../components/Section.js";
import { useTexts } from "../../i18n/context.js";
import { moment } from "../../i18n/formats.js";
import { NotAnswered, register } from "../../session/passkeys.js";

interface Filled {
  name?: string;
  password?: string;
}

/** The passkeys of whoever is signed in. */
export function PasskeysPart() {
  const { security: t } = useTexts();
  const [round, setRound] = useState(0);
  const passkeys = usePages((cursor) => good(hub.GET("/v1/passkeys", { params: { query: from(cursor) } })));
  const add = async ({ name, password }: Filled) => {
    try {
      await register(password ?? "", name ?? "");
    } catch (error) {
      if (!(error instanceof NotAnswered)) throw error;
      return announce(t.notAnswered);
    }
    announce(t.passkeyAdded);
    setRound(round + 1);
    passkeys.again();
  };
  return (
    <Section title={t.passkeys}>
      <p>{t.passkeysLead}</p>
      <Listed of={passkeys} none={t.noPasskey}>
        {(items) => (
          <ul class="cards">
            {items.map((passkey) => (
              <li key={passkey.id}>
                <Line passkey={passkey} changed={passkeys.again} />
              </li>
            ))}
          </ul>
        )}
      </Listed>
      <details key={round}>
        <summary>{t.addPasskey}</summary>
        <Form<Filled> submit={t.addPasskey} send={add} label={t.addPasskey}>
          <TextField at="/name" label={t.passkeyName} help={t.passkeyNameHelp} />
          <TextField at="/password" label={t.yourPassword} type="password" autoComplete="current-password" />
        </Form>
      </details>
    </Section>
  );
}

function Line({ passkey, changed }: { passkey: Schema<"Passkey">; changed: () => void }) {
  const { account, documents, security: t } = useTexts();
  const remove = async () => {
    await done(hub.DELETE("/v1/passkeys/{id}", { params: { path: { id: passkey.id } } }));
    announce(t.passkeyRemoved);
    changed();
  };
  return (
    <>
      <p>
        <strong>{passkey.name}</strong> {passkey.backed_up ? <span class="tag">{t.backedUp}</span> : null}
      </p>
      <p class="quiet">{account.lastUsed(moment(passkey.last_used_at ?? passkey.created_at))}</p>
      <ActionButton label={documents.remove} of={passkey.name} act={remove} sure={t.removeSure} />
    </>
  );
}
