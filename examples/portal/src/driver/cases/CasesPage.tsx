import { hub } from "../../api/client.js";
import { from, usePages } from "../../api/paging.js";
import { good } from "../../api/problems.js";
import type { Schema } from "../../api/types.js";
import { Listed } from "../../components/Loaded.js";
import { Page } from "../../components/Page.js";
import { useTexts } from "../../i18n/context.js";
import { colon, moment } from "../../i18n/formats.js";
import { CaseActions } from "./CaseActions.js";
import { CaseTabs } from "./CaseTabs.js";
import { History } from "./History.js";
import { Stage } from "./Stage.js";

/** «Mes demandes»: those under way, or those that are over. */
export function CasesPage({ open }: { open: boolean }) {
  const { cases: t } = useTexts();
  const read = (cursor?: string) => good(hub.GET("/v1/cases", { params: { query: { open, ...from(cursor) } } }));
  const cases = usePages(read, [open]);
  return (
    <Page title={t.title}>
      <CaseTabs shown={open ? "underWay" : "over"} />
      <Listed of={cases} none={t.none}>
        {(items) => (
          <ul class="cards">
            {items.map((line) => (
              <li key={line.id}>
                <Line line={line} changed={cases.again} />
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Page>
  );
}

/** One case: its last stage; a click unfolds the stages that it has passed. */
function Line({ line, changed }: { line: Schema<"CaseLine">; changed: () => void }) {
  const { cases: t } = useTexts();
  return (
    <article>
      <h2>
        {line.kind_label} <span class="quiet">{line.reference}</span>
      </h2>
      <p>
        {t.lastStage}
        {colon()}
        <Stage label={line.stage_label} actions={line.actions} />{" "}
        <span class="quiet">{moment(line.updated_at)}</span>
      </p>
      {line.answer_before === undefined ? null : <p>{t.answerBefore(moment(line.answer_before))}</p>}
      <History caseId={line.id} version={line.version} />
      <CaseActions id={line.id} actions={line.actions} name={line.reference} changed={changed} />
    </article>
  );
}
