import type { DriverCase } from "../../api/types.js";
import { ActionButton } from "../../components/ActionButton.js";
import { Link } from "../../components/router.js";
import { useTexts } from "../../i18n/context.js";
import { Summary } from "../cases/Summary.js";

/** The recapitulation to validate, with a way back to each step. */
export function ReviewPart({ file, submit }: { file: DriverCase; submit: () => Promise<void> }) {
  const { steps: t } = useTexts();
  const undone = (file.steps ?? []).filter(({ complete }) => !complete);
  return (
    <>
      <p>{t.reviewLead}</p>
      {undone.length === 0 ? null : (
        <>
          <p>{t.missing}</p>
          <ul>
            {undone.map(({ name }) => (
              <li>
                <Link to={`/cases/${file.id}?step=${name}`}>{t[name]}</Link>
              </li>
            ))}
          </ul>
        </>
      )}
      <Summary file={file} />
      <div class="buttons">
        <ActionButton label={t.validate} act={submit} look="main" />
      </div>
    </>
  );
}
