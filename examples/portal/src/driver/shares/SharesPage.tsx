import { useState } from "preact/hooks";
import { hub } from "../../api/client.js";
import { from, usePages } from "../../api/paging.js";
import { good } from "../../api/problems.js";
import type { Schema } from "../../api/types.js";
import { Listed } from "../../components/Loaded.js";
import { Page } from "../../components/Page.js";
import { Section } from "../../components/Section.js";
import { useTexts } from "../../i18n/context.js";
import { MadeShare } from "./MadeShare.js";
import { ShareCard } from "./ShareCard.js";
import { ShareForm } from "./ShareForm.js";

/** Proof for an employer: making a share, and those there are, with who looked. */
export function SharesPage() {
  const { shares: t } = useTexts();
  const [made, setMade] = useState<Schema<"Share">>();
  const shares = usePages((cursor) => good(hub.GET("/v1/shares", { params: { query: from(cursor) } })));
  const take = (share: Schema<"Share">) => {
    setMade(share);
    shares.again();
  };
  return (
    <Page title={t.title} lead={t.lead}>
      {made === undefined ? null : <MadeShare key={made.id} share={made} />}
      <Section title={t.make}>
        {/* Another form for each share, so that the next begins empty. */}
        <ShareForm key={made?.id ?? ""} made={take} />
      </Section>
      <Section title={t.mine} isPlain>
        <Listed of={shares} none={t.none}>
          {(items) => (
            <ul class="cards">
              {items.map((share) => (
                <li key={share.id}>
                  <ShareCard share={share} changed={shares.again} />
                </li>
              ))}
            </ul>
          )}
        </Listed>
      </Section>
    </Page>
  );
}
