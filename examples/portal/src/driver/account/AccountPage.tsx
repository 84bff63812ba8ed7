import { hub } from "../../api/client.js";
import { useLoaded } from "../../api/loading.js";
import { good } from "../../api/problems.js";
import type { Schema } from "../../api/types.js";
import { Loaded } from "../../components/Loaded.js";
import { Page } from "../../components/Page.js";
import { Facts, Section } from "../../components/Section.js";
import { useTexts } from "../../i18n/context.js";
import { categoryExpiries, day, listed } from "../../i18n/formats.js";
import { ClosurePart } from "./ClosurePart.js";
import { ContactForm } from "./ContactForm.js";
import { EmailForm } from "./EmailForm.js";
import { ExportPart } from "./ExportPart.js";
import { SessionsPart } from "./SessionsPart.js";

/** «Mon compte». */
export function AccountPage({ exportId }: { exportId?: string }) {
  const t = useTexts();
  const account = useLoaded(() => good(hub.GET("/v1/account")));
  return (
    <Page title={t.account.title}>
      <Loaded of={account}>
        {(value) => (
          <>
            <Section title={t.account.person}>
              <Person account={value} />
            </Section>
            <Section title={t.account.contact}>
              <ContactForm account={value} put={account.put} />
            </Section>
            <Section title={t.account.email}>
              <EmailForm />
            </Section>
          </>
        )}
      </Loaded>
      <SessionsPart />
      <ExportPart {...(exportId === undefined ? {} : { known: exportId })} />
      <ClosurePart />
    </Page>
  );
}

function Person({ account }: { account: Schema<"Account"> }) {
  const { account: t, fields } = useTexts();
  return (
    <>
      <p>{t.personNote}</p>
      <Facts
        facts={[
          [fields.email, account.email],
          [fields.surname, account.surname],
          [fields.usageName, account.usage_name],
          [fields.firstNames, account.first_names],
          [fields.birthDate, day(account.birth_date)],
          [fields.birthPlace, account.birth_place],
          [fields.licenceNumber, account.licence.number],
          [fields.categories, listed(account.licence.categories)],
          [fields.categoryExpiries, categoryExpiries(account.licence)],
        ]}
      />
    </>
  );
}
