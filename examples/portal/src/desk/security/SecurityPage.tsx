import { Page } from "../../components/Page.js";
import { SessionsPart } from "../../driver/account/SessionsPart.js";
import { useTexts } from "../../i18n/context.js";
import { PasskeysPart } from "./PasskeysPart.js";
import { SecondFactorPart } from "./SecondFactorPart.js";

/** How a member of staff signs in, and where they are signed in. */
export function SecurityPage() {
  const { security: t } = useTexts();
  return (
    <Page title={t.title} lead={t.lead}>
      <SecondFactorPart />
      <PasskeysPart />
      <SessionsPart />
    </Page>
  );
}
