import { useState } from "preact/hooks";
import { openHub } from "../api/client.js";
import { useLoaded } from "../api/loading.js";
import { done, good } from "../api/problems.js";
import type { Schema } from "../api/types.js";
import { TextField } from "../components/fields.js";
import { Form } from "../components/Form.js";
import { Loaded } from "../components/Loaded.js";
import { Page } from "../components/Page.js";
import { Link } from "../components/router.js";
import { useTexts } from "../i18n/context.js";

/** «Personnaliser mon mot de passe», and choosing another one: where the links of both mails lead. */
export function PasswordPage({ token, isFirst }: { token: string; isFirst: boolean }) {
  const t = useTexts();
  const params = { path: { token } };
  const link = useLoaded(() => good(openHub.GET("/v1/passwords/{token}", { params })));
  const [isChosen, setChosen] = useState(false);
  const send = async (body: Schema<"ChosenPassword">) => {
    await done(openHub.PUT("/v1/passwords/{token}", { params, body }));
    setChosen(true);
  };
  if (isChosen) {
    return (
      <Page key="chosen" title={t.links.chosen}>
        <p role="status">
          <Link to="/sign-in" class="button main">
            {t.links.backToApplication}
          </Link>
        </p>
      </Page>
    );
  }
  return (
    <Page key="form" title={isFirst ? t.links.chooseTitle : t.links.resetTitle}>
      <Loaded of={link}>
        {({ email, birth_date_needed: isAsked, password_forms: forms }) => (
          <>
            <p>{t.links.forAccount(email)}</p>
            <p>{t.links.forms}</p>
            <ul>
              {forms.map((form) => (
                <li>{form}</li>
              ))}
            </ul>
            <Form<Schema<"ChosenPassword">> submit={t.links.validate} send={send}>
              {isAsked ? (
                <TextField
                  at="/birth_date"
                  label={t.fields.birthDate}
                  help={t.fields.birthDateHelp}
                  autoComplete="bday"
                />
              ) : null}
              <TextField at="/password" label={t.fields.password} type="password" autoComplete="new-password" />
              <TextField
                at="/password_confirmation"
                label={t.fields.passwordAgain}
                type="password"
                autoComplete="new-password"
              />
            </Form>
          </>
        )}
      </Loaded>
    </Page>
  );
}
