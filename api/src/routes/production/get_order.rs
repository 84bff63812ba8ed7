//! `GET /v1/production-orders/{id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::ProductionOrderId;
use persistence::production_orders;

use super::order_view::OrderView;
use crate::auth::Production;
use crate::http::{InLanguage, PathOf, Problem, Reply};
use crate::hub::{Hub, Read};

/// One order
///
/// The order, with every field of its card, number included. Scope `production`.
#[utoipa::path(
    tag = "production",
    operation_id = "getProductionOrder",
    params(("id" = ProductionOrderId, Path, description = "Identifier (`id`) of the production order.")),
    security(("machine" = ["production"])),
    responses((status = 200, body = OrderView, description = "The production order, with every field of its card."))
)]
#[get("/v1/production-orders/{id}")]
pub async fn get_order(
    production: Production,
    hub: Data<Hub>,
    PathOf(id): PathOf<ProductionOrderId>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let base = hub.settings.public_base().to_owned();
    let reading = hub.glance(move |db| {
        let order = production_orders::find(db, id)?;
        Ok(OrderView::read(db, order, &base, language)?.answer())
    });
    hub.noted(production.author, Read::of("production_order", id), reading)
        .await
}
