import { hub } from "./client.js";
import { good } from "./problems.js";
import type { Schema } from "./types.js";

/** Uploads a document of a case; one of the same type is replaced. */
export function upload(caseId: string, type: Schema<"DocumentType">, file: File): Promise<Schema<"Document">> {
  const answer = hub.POST("/v1/cases/{id}/documents", {
    params: { path: { id: caseId } },
    body: { type, file },
    bodySerializer: () => {
      const parts = new FormData();
      parts.append("type", type);
      parts.append("file", file, file.name);
      return parts;
    },
  });
  return good(answer);
}
