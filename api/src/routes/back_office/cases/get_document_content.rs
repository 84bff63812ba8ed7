//! `GET /v1/back-office/cases/{id}/documents/{document_id}/content`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::{CaseId, DocumentId};
use persistence::{Author, audit, cases, documents};
use serde_json::json;

use crate::auth::Agent;
use crate::http::output::Binary;
use crate::http::problem::ProblemDocument;
use crate::http::{PathOf, Problem, Streamed};
use crate::hub::Hub;
use crate::routes::cases::{content, require_scanned};

/// A document's bytes
///
/// The file as it was uploaded, with its media type. Each reading is written into the audit trail. Nothing is shown that is
/// still being scanned for viruses, or in which one was found.
#[utoipa::path(
    tag = "back-office",
    operation_id = "getBackOfficeDocumentContent",
    params(
        ("id" = CaseId, Path, description = "Identifier (`id`) of the case."),
        ("document_id" = DocumentId, Path, description = "Identifier (`id`) of the document.")
    ),
    security(("back_office" = ["agent"])),
    responses(
        (status = 200, description = "The bytes of the document, as they were uploaded.", content(
            (Binary = "application/pdf"),
            (Binary = "image/jpeg"),
            (Binary = "image/png")
        )),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "The document is being scanned for viruses (`documents_being_scanned`), or one was found in it (`document_infected`).")
    )
)]
#[get("/v1/back-office/cases/{id}/documents/{document_id}/content")]
pub async fn get_document_content(
    agent: Agent,
    hub: Data<Hub>,
    PathOf((id, document_id)): PathOf<(CaseId, DocumentId)>,
) -> Result<Streamed, Problem> {
    read_content(&hub, agent.author, id, document_id).await
}

/// The bytes of a document, read by this author.
pub(crate) async fn read_content(
    hub: &Hub,
    author: Author,
    id: CaseId,
    document_id: DocumentId,
) -> Result<Streamed, Problem> {
    // The trail first: nothing is shown that it does not know of.
    let noted = hub.write(author, move |tx| {
        cases::sent(tx, id)?;
        let document = documents::find(tx, id, document_id)?;
        require_scanned(&document)?;
        let details = json!({ "case_id": id, "type": document.document_type });
        audit::note(tx, "read_content", "document", Some(document_id.into()), Some(details))?;
        Ok(document)
    });
    content(hub, &noted.await?).await
}
