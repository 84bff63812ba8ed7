//! `GET /v1/invoices/{id}/invoice.pdf`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::InvoiceId;

use super::serving::{Disposition, serve_own};
use super::wanted::Wanted;
use crate::auth::Driver;
use crate::http::output::RangeParameter;
use crate::http::{ByteRange, PathOf, Problem, QueryOf, Reply};
use crate::hub::Hub;

/// The duplicate of one of my invoices or credit notes, as a PDF
///
/// Marked «DUPLICATA»: the original was mailed. It can be downloaded for ten years.
#[utoipa::path(
    tag = "invoices",
    operation_id = "getInvoicePaper",
    params(("id" = InvoiceId, Path, description = "The invoice or credit note."), Disposition, RangeParameter),
    security(("driver" = [])),
    responses(
        (status = 200, description = "The document.", content((Vec<u8> = "application/pdf"))),
        (status = 206, description = "A part of it.", content((Vec<u8> = "application/pdf"))),
        (status = 416, body = crate::http::problem::ProblemDocument, content_type = "application/problem+json", description = "It has no such part."),
        (status = 503, body = crate::http::problem::ProblemDocument, content_type = "application/problem+json", description = "Not printed yet, which takes a second (`paper_not_ready`); or overloaded.")
    )
)]
#[get("/v1/invoices/{id}/invoice.pdf")]
pub async fn get_invoice_paper(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<InvoiceId>,
    QueryOf(disposition): QueryOf<Disposition>,
    range: ByteRange,
) -> Result<Reply, Problem> {
    serve_own(&hub, driver, Wanted::Invoice(id), &disposition, &range).await
}
