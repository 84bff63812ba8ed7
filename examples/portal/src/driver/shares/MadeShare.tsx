import type { Schema } from "../../api/types.js";
import { ActionButton } from "../../components/ActionButton.js";
import { announce } from "../../components/Announcer.js";
import { Facts, Section } from "../../components/Section.js";
import { useTexts } from "../../i18n/context.js";

/** The link and the code of a share that was just made. The hub tells them this once. */
export function MadeShare({ share }: { share: Schema<"Share"> }) {
  const { shares: t } = useTexts();
  const { url } = share;
  const copy = async () => {
    await navigator.clipboard.writeText(url ?? "");
    announce(t.copied);
  };
  return (
    <Section title={t.made} takesFocus>
      <p class="note">{t.once}</p>
      <Facts
        facts={[
          [t.link, url === undefined ? undefined : <a href={url}>{url}</a>],
          [t.code, share.code === undefined ? undefined : <code>{share.code}</code>],
        ]}
      />
      {url === undefined || !("clipboard" in navigator) ? null : (
        <div class="buttons">
          <ActionButton label={t.copy} act={copy} />
        </div>
      )}
    </Section>
  );
}
