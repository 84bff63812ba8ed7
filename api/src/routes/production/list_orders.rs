//! `GET /v1/production-orders`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::ProductionOrderId;
use domain::production_order::Stage;
use persistence::production_orders;
use serde::Deserialize;
use utoipa::IntoParams;
use validator::Validate;

use super::order_view::OrderView;
use crate::auth::Production;
use crate::http::output::{Listing, Page, PageParameters};
use crate::http::{InLanguage, Problem, Reply};
use crate::hub::Hub;

/// Which orders.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OrderFilter {
    /// Only the production orders in this stage.
    #[param(nullable = false)]
    pub status: Option<Stage>,
}

/// What to print and to post
///
/// Production orders, oldest first, each with every field of its card. Scope `production`.
#[utoipa::path(
    tag = "production",
    operation_id = "listProductionOrders",
    params(OrderFilter, PageParameters),
    security(("machine" = ["production"])),
    responses((status = 200, body = Page<OrderView>, description = "A page of production orders, oldest first."))
)]
#[get("/v1/production-orders")]
pub async fn list_orders(
    _: Production,
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
