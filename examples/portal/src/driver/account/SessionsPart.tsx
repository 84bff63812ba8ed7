import { hub } from "../../api/client.js";
import { from, usePages } from "../../api/paging.js";
import { done, good } from "../../api/problems.js";
import type { Schema } from "../../api/types.js";
import { ActionButton } from "../../components/ActionButton.js";
import { announce } from "../../components/Announcer.js";
import { Listed } from "../../components/Loaded.js";
import { Section } from "../../components/Section.js";
import { useTexts } from "../../i18n/context.js";
import { moment } from "../../i18n/formats.js";

/** Where one is signed in, and ending what one does not know. */
export function SessionsPart() {
  const t = useTexts();
  const sessions = usePages((cursor) => good(hub.GET("/v1/sessions", { params: { query: from(cursor) } })));
  return (
    <Section title={t.account.sessions} isPlain>
      <Listed of={sessions} none={t.nothing}>
        {(items) => (
          <ul class="cards">
            {items.map((session) => (
              <li key={session.id}>
                <SessionLine session={session} ended={sessions.again} />
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}

function SessionLine({ session, ended }: { session: Schema<"SessionView">; ended: () => void }) {
  const { account: t } = useTexts();
  const end = async () => {
    await done(hub.DELETE("/v1/sessions/{id}", { params: { path: { id: session.id } } }));
    announce(t.sessionEnded);
    ended();
  };
  return (
    <>
      <p>
        {session.user_agent} {session.current ? <span class="tag">{t.thisOne}</span> : null}
      </p>
      <p class="quiet">{t.lastUsed(moment(session.last_used_at))}</p>
      {session.current ? null : <ActionButton label={t.endSession} act={end} />}
    </>
  );
}
