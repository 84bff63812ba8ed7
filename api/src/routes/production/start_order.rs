//! `POST /v1/production-orders/{id}/start`

use actix_web::post;
use actix_web::web::Data;
use domain::ids::ProductionOrderId;
use domain::production_order::Action;
use persistence::production_orders::OrderInput;

use super::act::act;
use super::order_view::OrderView;
use crate::auth::Production;
use crate::http::output::IfMatchParameter;
use crate::http::{EmptyBody, IfMatch, InLanguage, PathOf, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// Start an order
///
/// The order was picked up, and its card is being made. Scope `production`.
#[utoipa::path(
    tag = "production",
    operation_id = "startProductionOrder",
    params(("id" = ProductionOrderId, Path, description = "Identifier (`id`) of the production order."), IfMatchParameter, IdempotencyKeyParameter),
    security(("machine" = ["production"])),
    responses((status = 200, body = OrderView, description = "The production order, which is started now."))
)]
#[post("/v1/production-orders/{id}/start")]
pub async fn start_order(
    production: Production,
    hub: Data<Hub>,
    PathOf(id): PathOf<ProductionOrderId>,
    seen: IfMatch,
    once: Idempotency,
    InLanguage(language): InLanguage,
    _: EmptyBody,
) -> Result<Reply, Problem> {
    let base = hub.settings.public_base().to_owned();
    hub.write_once(&once, production.author, move |tx| {
        act(tx, id, &seen, Action::Start, &OrderInput::default(), (&base, language))
    })
    .await
}
