import { useState } from "preact/hooks";
import { openHub } from "../api/client.js";
import { done } from "../api/problems.js";
import { ActionButton } from "../components/ActionButton.js";
import { Page } from "../components/Page.js";
import { Link } from "../components/router.js";
import { useTexts } from "../i18n/context.js";

interface Props {
  token: string;
  /** Whether the link confirms the new address, or objects to it from the former one. */
  confirms: boolean;
}

/** Nothing happens by opening the link alone: mail scanners do that too. */
export function EmailLinkPage({ token, confirms }: Props) {
  const { links, menu } = useTexts();
  const [isDone, setDone] = useState(false);
  const act = async () => {
    const params = { path: { token } };
    if (confirms) await done(openHub.PUT("/v1/email-changes/{token}", { params }));
    else await done(openHub.PUT("/v1/email-objections/{token}", { params }));
    setDone(true);
  };
  if (isDone) {
    return (
      <Page key="done" title={confirms ? links.changed : links.kept}>
        <Link to="/sign-in">{menu.signIn}</Link>
      </Page>
    );
  }
  return (
    <Page
      key="ask"
      title={confirms ? links.changeTitle : links.keepTitle}
      lead={confirms ? links.changeLead : links.keepLead}
    >
      <ActionButton label={links.confirm} act={act} look="main" />
    </Page>
  );
}
