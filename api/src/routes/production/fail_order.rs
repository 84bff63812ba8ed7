//! `POST /v1/production-orders/{id}/failure`

use actix_web::post;
use actix_web::web::Data;
use domain::ids::ProductionOrderId;
use domain::production_order::Action;
use persistence::production_orders::OrderInput;

use super::act::act;
use super::order_view::OrderView;
use crate::auth::Production;
use crate::http::output::IfMatchParameter;
use crate::http::{Body, IfMatch, InLanguage, PathOf, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};
use crate::routes::reason::Reason;

/// Report an order as failed
///
/// The card could not be made; an agent may put the order back. The driver sees nothing of it. Scope `production`.
#[utoipa::path(
    tag = "production",
    operation_id = "failProductionOrder",
    params(("id" = ProductionOrderId, Path, description = "Identifier (`id`) of the production order."), IfMatchParameter, IdempotencyKeyParameter),
    request_body = Reason,
    security(("machine" = ["production"])),
    responses((status = 200, body = OrderView, description = "The production order, which failed now."))
)]
#[post("/v1/production-orders/{id}/failure")]
pub async fn fail_order(
    production: Production,
    hub: Data<Hub>,
    PathOf(id): PathOf<ProductionOrderId>,
    seen: IfMatch,
    once: Idempotency,
    InLanguage(language): InLanguage,
    Body(failure): Body<Reason>,
) -> Result<Reply, Problem> {
    let base = hub.settings.public_base().to_owned();
    hub.write_once(&once, production.author, move |tx| {
        let asked = OrderInput {
            reason: Some(&failure.reason),
            ..OrderInput::default()
        };
        act(tx, id, &seen, Action::Fail, &asked, (&base, language))
    })
    .await
}
