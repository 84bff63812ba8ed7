import type { Schema } from "../api/types.js";
import { useTexts } from "../i18n/context.js";

interface Props {
  stages: Schema<"Labelled">[];
  value: string | undefined;
  choose: (stage: string | undefined) => void;
}

/** Only what is in one stage, or all of it. */
export function StageFilter({ stages, value, choose }: Props) {
  const { desk: t } = useTexts();
  return (
    <div class="field filter">
      <label for="stage">{t.stage}</label>
      <select
        id="stage"
        onChange={(event) => choose(event.currentTarget.value === "" ? undefined : event.currentTarget.value)}
      >
        <option value="" selected={value === undefined}>
          {t.every}
        </option>
        {stages.map(({ name, label }) => (
          <option value={name} selected={name === value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
