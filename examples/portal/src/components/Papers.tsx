import { useActing } from "../api/acting.js";
import { openPaper, savePaper } from "../api/papers.js";
import { useTexts } from "../i18n/context.js";
import { ProblemBox } from "./ProblemBox.js";

interface Props {
  /** The paper's path in the API. */
  path: string;
  /** What it is, for whoever hears the button alone: «Visualiser Récapitulatif de formation». */
  name: string;
  /** Saved only, where it is nothing to look at. */
  saveOnly?: boolean;
}

/** The guide's two icons: look at a paper in a new tab, or save it. */
export function Papers({ path, name, saveOnly }: Props) {
  const t = useTexts();
  const { problem, run } = useActing();
  return (
    <>
      <ProblemBox problem={problem} />
      <div class="buttons">
        {saveOnly ? null : (
          <button
            type="button"
            aria-label={`${t.view} ${name} (${t.newTab})`}
            onClick={() => void run(() => openPaper(path))}
          >
            {t.view}
          </button>
        )}
        <button type="button" aria-label={`${t.download} ${name}`} onClick={() => void run(() => savePaper(path))}>
          {t.download}
        </button>
      </div>
    </>
  );
}
