//! `POST /v1/back-office/production-orders/{id}/requeue`

use actix_web::post;
use actix_web::web::Data;
use domain::ids::ProductionOrderId;
use domain::production_order::Action;
use persistence::production_orders::OrderInput;

use crate::auth::Agent;
use crate::http::output::RequiredIfMatchParameter;
use crate::http::{EmptyBody, InLanguage, PathOf, Problem, Reply, RequiredIfMatch};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};
use crate::routes::production::act::act;
use crate::routes::production::order_view::OrderView;

/// Put a failed order back
///
/// The factory finds it in the queue again, for the same card.
#[utoipa::path(
    tag = "back-office",
    operation_id = "requeueProductionOrder",
    params(("id" = ProductionOrderId, Path, description = "Identifier (`id`) of the production order."), RequiredIfMatchParameter, IdempotencyKeyParameter),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = OrderView, description = "The production order, which is queued again."))
)]
#[post("/v1/back-office/production-orders/{id}/requeue")]
pub async fn requeue_order(
    agent: Agent,
    hub: Data<Hub>,
    PathOf(id): PathOf<ProductionOrderId>,
    RequiredIfMatch(seen): RequiredIfMatch,
    once: Idempotency,
    InLanguage(language): InLanguage,
    _: EmptyBody,
) -> Result<Reply, Problem> {
    let base = hub.settings.public_base().to_owned();
    hub.write_once(&once, agent.author, move |tx| {
        act(
            tx,
            id,
            &seen,
            Action::Requeue,
            &OrderInput::default(),
            (&base, language),
        )
    })
    .await
}
