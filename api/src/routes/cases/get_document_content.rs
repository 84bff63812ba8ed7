//! `GET /v1/cases/{id}/documents/{document_id}/content`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::{CaseId, DocumentId};
use persistence::{cases, documents};

use super::content;
use crate::auth::Driver;
use crate::http::output::Binary;
use crate::http::problem::ProblemDocument;
use crate::http::{PathOf, Problem, Streamed};
use crate::hub::Hub;

/// A document's bytes
///
/// The file as it was uploaded, with its media type.
#[utoipa::path(
    tag = "cases",
    operation_id = "getCaseDocumentContent",
    params(
        ("id" = CaseId, Path, description = "Identifier (`id`) of the case."),
        ("document_id" = DocumentId, Path, description = "Identifier (`id`) of the document.")
    ),
    security(("driver" = []), ("frontend" = ["cases"])),
    responses(
        (status = 200, description = "The bytes of the document, as they were uploaded.", content(
            (Binary = "application/pdf"),
            (Binary = "image/jpeg"),
            (Binary = "image/png")
        )),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "A virus was found in the document, whose bytes were destroyed (`document_infected`).")
    )
)]
#[get("/v1/cases/{id}/documents/{document_id}/content")]
pub async fn get_document_content(
    driver: Driver,
    hub: Data<Hub>,
    PathOf((id, document_id)): PathOf<(CaseId, DocumentId)>,
) -> Result<Streamed, Problem> {
    let read = hub.read(move |db| {
        cases::of_account(db, driver.id, id)?;
        Ok(documents::find(db, id, document_id)?)
    });
    content(&hub, &read.await?).await
}
