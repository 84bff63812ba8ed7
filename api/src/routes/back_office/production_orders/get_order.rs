//! `GET /v1/back-office/production-orders/{id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::ProductionOrderId;
use persistence::production_orders;

use crate::auth::Agent;
use crate::http::{InLanguage, PathOf, Problem, Reply};
use crate::hub::{Hub, Read};
use crate::routes::production::order_view::OrderView;

/// One production order
///
/// The order, with its card, and why it failed if it did.
#[utoipa::path(
    tag = "back-office",
    operation_id = "getBackOfficeProductionOrder",
    params(("id" = ProductionOrderId, Path, description = "Identifier (`id`) of the production order.")),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = OrderView, description = "The production order, with its card."))
)]
#[get("/v1/back-office/production-orders/{id}")]
pub async fn get_back_office_order(
    agent: Agent,
    hub: Data<Hub>,
    PathOf(id): PathOf<ProductionOrderId>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let base = hub.settings.public_base().to_owned();
    let reading = hub.read(move |db| {
        let order = production_orders::find(db, id)?;
        Ok(OrderView::read(db, order, &base, language)?.answer())
    });
    hub.noted(agent.author, Read::of("production_order", id), reading).await
}
