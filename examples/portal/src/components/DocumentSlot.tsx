import { useId, useState } from "preact/hooks";
import { useActing } from "../api/acting.js";
import { hub } from "../api/client.js";
import { done } from "../api/problems.js";
import { useReference } from "../api/reference.js";
import type { Schema } from "../api/types.js";
import { upload } from "../api/uploads.js";
import { useTexts } from "../i18n/context.js";
import { kinds, megabytes } from "../i18n/formats.js";
import { announce } from "./Announcer.js";
import { ProblemBox } from "./ProblemBox.js";

interface Props {
  caseId: string;
  type: Schema<"DocumentType">;
  present: Schema<"Document"> | undefined;
  changed: () => void;
}

/** One document of a case: choosing a file uploads it at once, in place of the one before. */
export function DocumentSlot({ caseId, type, present, changed }: Props) {
  const { documents, make } = useTexts();
  const reference = useReference().documents.find(({ name }) => name === type);
  const { isBusy, problem, run } = useActing();
  const [round, setRound] = useState(0);
  const id = useId();
  const label = reference?.label ?? type;
  const chosen = (file: File | undefined) => {
    if (file === undefined) return;
    void run(async () => {
      await upload(caseId, type, file);
      announce(documents.uploaded(label));
      changed();
    }).finally(() => setRound((before) => before + 1));
  };
  const removed = (documentId: string) =>
    run(async () => {
      await done(
        hub.DELETE("/v1/cases/{id}/documents/{document_id}", {
          params: { path: { id: caseId, document_id: documentId } },
        }),
      );
      announce(documents.removed(label));
      changed();
    });
  return (
    <div class={present === undefined ? "slot" : "slot there"} aria-busy={isBusy}>
      <h3>{label}</h3>
      <p>
        <span class={present === undefined ? "tag wanted" : "tag well"}>
          {present === undefined ? documents.absent : documents.present}
        </span>{" "}
        {present?.file_name}
        {present?.scan_label === undefined ? null : <span class="tag">{present.scan_label}</span>}
      </p>
      <ProblemBox problem={problem} />
      <label for={id}>
        {present === undefined ? documents.choose : documents.chooseOther} <span class="hidden">: {label}</span>
      </label>
      <p class="help" id={`${id}-help`}>
        {reference === undefined ? "" : make.formats(kinds(reference.media_types), megabytes(reference.most_bytes))}
      </p>
      <input
        key={round}
        id={id}
        type="file"
        accept={reference?.media_types.join(",") ?? ""}
        aria-describedby={`${id}-help`}
        aria-invalid={problem !== undefined}
        onChange={(event) => chosen(event.currentTarget.files?.[0])}
      />
      {isBusy ? <p role="status">{documents.uploading}</p> : null}
      {present === undefined ? null : (
        <p>
          <button type="button" aria-label={`${documents.remove} ${label}`} onClick={() => void removed(present.id)}>
            {documents.remove}
          </button>
        </p>
      )}
    </div>
  );
}
