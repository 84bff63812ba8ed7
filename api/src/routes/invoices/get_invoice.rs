//! `GET /v1/invoices/{id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::InvoiceId;
use persistence::invoices;

use super::invoice_view::InvoiceView;
use crate::auth::Driver;
use crate::http::{InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;

/// One of my invoices
///
/// The invoice or credit note, with everything that stands on it. It never changes: what was wrongly charged is
/// cancelled by a credit note.
#[utoipa::path(
    tag = "invoices",
    operation_id = "getInvoice",
    params(("id" = InvoiceId, Path, description = "Identifier (`id`) of the invoice.")),
    security(("driver" = []), ("frontend" = ["invoices:read"])),
    responses((status = 200, body = InvoiceView, description = "The invoice or credit note, with everything that stands on it."))
)]
#[get("/v1/invoices/{id}")]
pub async fn get_invoice(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<InvoiceId>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let record = hub.ask(move |db| Ok(invoices::of_account(db, driver.id, id)?)).await?;
    Ok(Reply::ok(&InvoiceView::of(record, language)).version(1))
}
