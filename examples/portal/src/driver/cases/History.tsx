import { useState } from "preact/hooks";
import { hub } from "../../api/client.js";
import { useLoaded } from "../../api/loading.js";
import { good } from "../../api/problems.js";
import { Loaded } from "../../components/Loaded.js";
import { useTexts } from "../../i18n/context.js";
import { moment } from "../../i18n/formats.js";

interface Props {
  caseId: string;
  /** Read again when the case has changed. */
  version: number;
  isOpen?: boolean;
}

/** The stages that a case has passed, asked for when somebody unfolds them. */
export function History({ caseId, version, isOpen }: Props) {
  const { cases: t } = useTexts();
  const [isUnfolded, setUnfolded] = useState(isOpen ?? false);
  return (
    <details open={isUnfolded} onToggle={(event) => setUnfolded(event.currentTarget.open)}>
      <summary>{t.history}</summary>
      {isUnfolded ? <Stages caseId={caseId} version={version} /> : null}
    </details>
  );
}

function Stages({ caseId, version }: Props) {
  const params = { path: { id: caseId } };
  const history = useLoaded(() => good(hub.GET("/v1/cases/{id}/history", { params })), [caseId, version]);
  return (
    <Loaded of={history}>
      {({ items }) => (
        <ol class="stages">
          {items.map((passed) => (
            <li>
              <strong>{passed.stage_label}</strong> <span class="quiet">{moment(passed.at)}</span>
              {passed.reason === undefined ? null : <p>{passed.reason}</p>}
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  );
}
