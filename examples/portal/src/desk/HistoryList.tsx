import type { Schema } from "../api/types.js";
import { Section } from "../components/Section.js";
import { useTexts } from "../i18n/context.js";
import { moment } from "../i18n/formats.js";

/** Who did what and when, by the names of the lifecycle. */
export function HistoryList({ history, stages }: { history: Schema<"PassageView">[]; stages: Schema<"Labelled">[] }) {
  const { desk: t } = useTexts();
  const label = (stage: string) => stages.find(({ name }) => name === stage)?.label ?? stage;
  return (
    <Section title={t.history}>
      <ol class="stages">
        {history.map((passage) => (
          <li>
            <strong>{label(passage.stage)}</strong>{" "}
            <span class="quiet">
              {t.roles[passage.by]}, {moment(passage.at)}
            </span>
            {passage.reason === undefined ? null : <p>{passage.reason}</p>}
          </li>
        ))}
      </ol>
    </Section>
  );
}
