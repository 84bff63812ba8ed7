//! `GET /v1/invoices/{id}/invoice.pdf`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::InvoiceId;

use super::serving::{Disposition, serve_own};
use super::wanted::Wanted;
use crate::auth::Driver;
use crate::http::output::{PaperResponses, RangeParameter};
use crate::http::{ByteRange, PathOf, Problem, QueryOf, Reply};
use crate::hub::Hub;

/// The duplicate of one of my invoices or credit notes, as a PDF
///
/// Marked «DUPLICATA»: the original was mailed. It can be downloaded for ten years.
#[utoipa::path(
    tag = "invoices",
    operation_id = "getInvoicePaper",
    params(("id" = InvoiceId, Path, description = "Identifier (`id`) of the invoice or credit note."), Disposition, RangeParameter),
    security(("driver" = []), ("frontend" = ["invoices:read"])),
    responses(PaperResponses)
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
