//! `GET /v1/back-office/production-orders`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::ProductionOrderId;
use persistence::production_orders;

use crate::auth::Agent;
use crate::http::output::{Listing, Page, PageParameters};
use crate::http::{InLanguage, Problem, Reply};
use crate::hub::Hub;
use crate::routes::production::list_orders::OrderFilter;
use crate::routes::production::order_view::OrderView;

/// Production orders
///
/// Production orders, oldest first: those that failed wait for somebody to put them back.
#[utoipa::path(
    tag = "back-office",
    operation_id = "listBackOfficeProductionOrders",
    params(OrderFilter, PageParameters),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = Page<OrderView>, description = "A page of production orders, oldest first."))
)]
#[get("/v1/back-office/production-orders")]
pub async fn list_back_office_orders(
    _: Agent,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    list: Listing<OrderFilter, ProductionOrderId>,
) -> Result<Reply, Problem> {
    let (stage, after, fetch) = (list.filter.status, list.after, list.fetch());
    let base = hub.settings.public_base().to_owned();
    let orders = hub.read(move |db| {
        let orders = production_orders::list(db, stage, after, fetch)?;
        OrderView::read_all(db, orders, &base, language)
    });
    Ok(list.answer(orders.await?, |order| order.id, |order| order))
}
