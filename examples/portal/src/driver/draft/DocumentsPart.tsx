import { hub } from "../../api/client.js";
import { good } from "../../api/problems.js";
import { useReference } from "../../api/reference.js";
import type { DriverCase } from "../../api/types.js";
import { DocumentSlot } from "../../components/DocumentSlot.js";
import { useTexts } from "../../i18n/context.js";

interface Props {
  file: DriverCase;
  put: (file: DriverCase) => void;
  onward: () => void;
}

/** The supporting documents that the kind of the case asks for. */
export function DocumentsPart({ file, put, onward }: Props) {
  const { steps } = useTexts();
  const wanted = useReference().case_kinds.find(({ name }) => name === file.kind)?.documents ?? [];
  const again = () => void good(hub.GET("/v1/cases/{id}", { params: { path: { id: file.id } } })).then(put);
  const isScanning = file.steps?.some(({ scanning }) => (scanning?.length ?? 0) > 0);
  return (
    <>
      {wanted.map((type) => (
        <DocumentSlot
          key={type}
          caseId={file.id}
          type={type}
          present={file.documents.find((document) => document.type === type)}
          changed={again}
        />
      ))}
      {isScanning ? <p role="status">{steps.scanning}</p> : null}
      <div class="buttons">
        <button type="button" class="main" onClick={onward}>
          {steps.onward}
        </button>
      </div>
    </>
  );
}
