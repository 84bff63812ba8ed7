import { useState } from "preact/hooks";
import { hub } from "../../api/client.js";
import { from, usePages } from "../../api/paging.js";
import { done, good } from "../../api/problems.js";
import type { Schema } from "../../api/types.js";
import { ActionButton } from "../../components/ActionButton.js";
import { announce } from "../../components/Announcer.js";
import { Listed } from "../../components/Loaded.js";
import { useTexts } from "../../i18n/context.js";
import { day, listed, moment } from "../../i18n/formats.js";

/** A share: what it shows and until when, who looked, and its end. */
export function ShareCard({ share, changed }: { share: Schema<"Share">; changed: () => void }) {
  const { shares: t } = useTexts();
  const [isUnfolded, setUnfolded] = useState(false);
  const isActive = share.status === "active";
  const name = share.name ?? t.unnamed;
  const end = async () => {
    await done(hub.DELETE("/v1/shares/{id}", { params: { path: { id: share.id } } }));
    announce(t.ended);
    changed();
  };
  return (
    <article>
      <h3>
        {name} <span class={isActive ? "tag well" : "tag"}>{share.status_label}</span>
      </h3>
      <p>{listed(share.items.map((item) => t.items[item]))}</p>
      <p class="quiet">
        {t.lasts(day(share.valid_until))} {t.looks(share.looks)}
      </p>
      {share.looks === 0 ? null : (
        <details open={isUnfolded} onToggle={(event) => setUnfolded(event.currentTarget.open)}>
          <summary>{t.who}</summary>
          {isUnfolded ? <Looks of={share} /> : null}
        </details>
      )}
      {isActive ? (
        <div class="buttons">
          <ActionButton label={t.end} of={name} act={end} sure={t.endSure} look="grave" />
        </div>
      ) : null}
    </article>
  );
}

function Looks({ of }: { of: Schema<"Share"> }) {
  const { shares: t } = useTexts();
  const looks = usePages(
    (cursor) => good(hub.GET("/v1/shares/{id}/looks", { params: { path: { id: of.id }, query: from(cursor) } })),
    [of.id, of.looks],
  );
  return (
    <Listed of={looks} none={t.looks(0)}>
      {(items) => (
        <ul>
          {items.map((look) => (
            <li key={look.id}>
              {moment(look.looked_at)}, {t.ways[look.way]}
            </li>
          ))}
        </ul>
      )}
    </Listed>
  );
}
