//! `DELETE /v1/cases/{id}/documents/{document_id}`

use actix_web::delete;
use actix_web::web::Data;
use domain::ids::{CaseId, DocumentId};
use persistence::cases;

use crate::auth::Driver;
use crate::http::output::IfMatchParameter;
use crate::http::problem::ProblemDocument;
use crate::http::{IfMatch, PathOf, Problem, Reply};
use crate::hub::Hub;

/// Take a document out
///
/// Deletes a document of a draft, with its bytes. What was sent can only be replaced, where an information request asks
/// for it.
#[utoipa::path(
    tag = "cases",
    operation_id = "deleteCaseDocument",
    params(
        ("id" = CaseId, Path, description = "Identifier (`id`) of the case."),
        ("document_id" = DocumentId, Path, description = "Identifier (`id`) of the document."),
        IfMatchParameter
    ),
    security(("driver" = []), ("frontend" = ["cases"])),
    responses(
        (status = 204, description = "The document is deleted, with its bytes."),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "The case was sent: its documents can only be replaced (`not_possible_in_stage`).")
    )
)]
#[delete("/v1/cases/{id}/documents/{document_id}")]
pub async fn delete_document(
    driver: Driver,
    hub: Data<Hub>,
    PathOf((id, document_id)): PathOf<(CaseId, DocumentId)>,
    seen: IfMatch,
) -> Result<Reply, Problem> {
    let Driver { id: driver, author } = driver;
    hub.write(author, move |tx| {
        let record = cases::lock_of_account(tx, driver, id)?;
        // The document's own version, which never changes.
        seen.require(1)?;
        cases::remove(tx, &record, document_id)?;
        Ok(Reply::no_content())
    })
    .await
}
