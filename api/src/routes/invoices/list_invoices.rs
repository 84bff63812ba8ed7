//! `GET /v1/invoices`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::InvoiceId;
use persistence::invoices;

use super::invoice_view::InvoiceView;
use crate::auth::Driver;
use crate::http::output::{NoFilter, PageParameters};
use crate::http::{InLanguage, Listing, Page, Problem, Reply};
use crate::hub::Hub;

/// My invoices
///
/// The driver's invoices and credit notes, the last issued first. They are kept for ten years.
#[utoipa::path(
    tag = "invoices",
    operation_id = "listInvoices",
    params(PageParameters),
    security(("driver" = []), ("frontend" = ["invoices:read"])),
    responses((status = 200, body = Page<InvoiceView>, description = "A page of the driver's invoices and credit notes, the last issued first."))
)]
#[get("/v1/invoices")]
pub async fn list_invoices(
    driver: Driver,
    hub: Data<Hub>,
    list: Listing<NoFilter, InvoiceId>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let (after, fetch) = (list.after, list.fetch());
    let rows = hub
        .ask(move |db| Ok(invoices::list(db, driver.id, after, fetch)?))
        .await?;
    Ok(list.answer(rows, |row| row.id, |row| InvoiceView::of(row, language)))
}
