import { useState } from "preact/hooks";
import { hub } from "../../api/client.js";
import { useLoaded } from "../../api/loading.js";
import { done, good } from "../../api/problems.js";
import type { Schema } from "../../api/types.js";
import { ActionButton } from "../../components/ActionButton.js";
import { announce } from "../../components/Announcer.js";
import { TextField } from "../../components/fields.js";
import { Form } from "../../components/Form.js";
import { Loaded } from "../../components/Loaded.js";
import { Section } from "../../components/Section.js";
import { useTexts } from "../../i18n/context.js";
import { dayOf } from "../../i18n/formats.js";

/** The codes of an authenticator: set up, confirmed by a first code, and removed by another. */
export function SecondFactorPart() {
  const { security: t } = useTexts();
  const factor = useLoaded(() => good(hub.GET("/v1/second-factor")));
  const [begun, setBegun] = useState<Schema<"NewSecondFactor">>();
  const [codes, setCodes] = useState<string[]>();
  const begin = async () => setBegun(await good(hub.POST("/v1/second-factor")));
  const confirm = async (body: Schema<"ShownCode">) => {
    setCodes((await good(hub.POST("/v1/second-factor/confirmation", { body }))).recovery_codes);
    setBegun(undefined);
    announce(t.factorConfirmed);
    factor.again();
  };
  const remove = async (body: Schema<"ShownCode">) => {
    await done(hub.POST("/v1/second-factor/removal", { body }));
    setCodes(undefined);
    announce(t.factorRemoved);
    factor.again();
  };
  return (
    <Section title={t.factor}>
      <Loaded of={factor}>
        {(value) => (
          <>
            <State of={value} />
            {codes === undefined ? null : <RecoveryCodes codes={codes} />}
            {value.confirmed_at !== undefined ? (
              <details>
                <summary>{t.removeFactor}</summary>
                <CodeForm submit={t.removeFactor} help={t.removeHelp} send={remove} />
              </details>
            ) : begun === undefined ? (
              <ActionButton label={t.setUp} act={begin} look="main" />
            ) : (
              <Setup begun={begun} send={confirm} />
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}

function State({ of }: { of: Schema<"SecondFactor"> }) {
  const { security: t } = useTexts();
  return (
    <>
      <p>{of.confirmed_at === undefined ? t.noFactor : t.factorSince(dayOf(of.confirmed_at))}</p>
      {of.confirmed_at === undefined ? null : <p>{t.codesLeft(of.recovery_codes_left)}</p>}
      {of.required && of.confirmed_at === undefined && of.passkeys === 0 ? <p role="note">{t.required}</p> : null}
    </>
  );
}

/** The secret, which is shown this once: typed in, or opened by an authenticator on the same device. */
function Setup({ begun, send }: { begun: Schema<"NewSecondFactor">; send: (body: Schema<"ShownCode">) => Promise<void> }) {
  const { security: t } = useTexts();
  return (
    <>
      <p>{t.setUpLead}</p>
      <p>
        <code>{begun.secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}</code>
      </p>
      <p>
        <a href={begun.uri}>{t.openAuthenticator}</a>
      </p>
      <CodeForm submit={t.confirm} help={t.confirmHelp} send={send} />
    </>
  );
}

interface CodeProps {
  submit: string;
  help: string;
  send: (body: Schema<"ShownCode">) => Promise<void>;
}

function CodeForm({ submit, help, send }: CodeProps) {
  const { security: t } = useTexts();
  return (
    <Form<Schema<"ShownCode">> submit={submit} send={send} label={submit}>
      <TextField at="/code" label={t.code} help={help} autoComplete="one-time-code" />
    </Form>
  );
}

function RecoveryCodes({ codes }: { codes: string[] }) {
  const { security: t } = useTexts();
  return (
    <div role="note">
      <h3>{t.recovery}</h3>
      <p>{t.recoveryLead}</p>
      <ul class="codes">
        {codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}
