//! `GET /v1/cases/{id}/documents/{document_id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::{CaseId, DocumentId};
use persistence::{cases, documents};

use super::document_view::DocumentView;
use crate::auth::Driver;
use crate::http::{InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;

/// A document of mine
///
/// Type, size and hash of one uploaded document: everything but its bytes.
#[utoipa::path(
    tag = "cases",
    operation_id = "getCaseDocument",
    params(
        ("id" = CaseId, Path, description = "Identifier (`id`) of the case."),
        ("document_id" = DocumentId, Path, description = "Identifier (`id`) of the document.")
    ),
    security(("driver" = []), ("frontend" = ["cases"])),
    responses((status = 200, body = DocumentView, description = "The document, without its bytes."))
)]
#[get("/v1/cases/{id}/documents/{document_id}")]
pub async fn get_document(
    driver: Driver,
    hub: Data<Hub>,
    PathOf((id, document_id)): PathOf<(CaseId, DocumentId)>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let read = hub.glance(move |db| {
        cases::of_account(db, driver.id, id)?;
        Ok(documents::find(db, id, document_id)?)
    });
    // A document never changes, but for what the scanner says of it: another upload is another document.
    Ok(Reply::ok(&DocumentView::of(read.await?, language)).version(1))
}
