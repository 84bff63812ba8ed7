import { useEffect, useState } from "preact/hooks";
import { hub } from "../api/client.js";
import { good } from "../api/problems.js";
import type { Schema } from "../api/types.js";
import { ActionButton } from "../components/ActionButton.js";
import { useTexts } from "../i18n/context.js";

interface Props {
  caseId: string;
  document: Schema<"Document">;
}

/** A document of a driver's, read when the agent asks for it: each reading is in the audit trail. */
export function DocumentLink({ caseId, document }: Props) {
  const { desk: t, download } = useTexts();
  const [url, setUrl] = useState<string>();
  useEffect(() => () => URL.revokeObjectURL(url ?? ""), [url]);
  const open = async () => {
    const params = { path: { id: caseId, document_id: document.id } };
    const path = "/v1/back-office/cases/{id}/documents/{document_id}/content";
    const bytes: Blob = await good(hub.GET(path, { params, parseAs: "blob" }));
    setUrl(URL.createObjectURL(bytes));
  };
  const isPicture = document.media_type.startsWith("image/");
  return (
    <>
      <h3>{document.type_label}</h3>
      {url === undefined ? <ActionButton label={t.open} of={document.type_label} act={open} /> : null}
      {url !== undefined && isPicture ? <img class="document" src={url} alt={document.type_label} /> : null}
      {url !== undefined && !isPicture ? (
        <a href={url} download={document.file_name ?? document.type_label}>
          {download} {document.type_label}
        </a>
      ) : null}
    </>
  );
}
