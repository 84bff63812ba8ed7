//! `POST /v1/production-orders/{id}/failure`

use actix_web::post;
use actix_web::web::Data;
use domain::ids::ProductionOrderId;
use domain::production_order::Action;
use persistence::production_orders::Asked;

use super::act::act;
use super::order_view::OrderView;
use crate::auth::Production;
use crate::http::output::IfMatchParameter;
use crate::http::{Answer, Body, IfMatch, InLanguage, PathOf, Problem};
use crate::hub::{Hub, Idempotency};
use crate::routes::reason::Reason;

/// Report an order as failed
///
/// It could not be made; an agent may put it back. The driver sees nothing of it. Scope `production`.
#[utoipa::path(
    tag = "production",
    operation_id = "failProductionOrder",
    params(("id" = ProductionOrderId, Path, description = "The order."), IfMatchParameter),
    request_body = Reason,
    security(("machine" = [])),
    responses((status = 200, body = OrderView, description = "The order, failed."))
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
) -> Result<Answer, Problem> {
    let base = hub.settings.public_base().to_owned();
    hub.write_once(&once, production.author, move |tx| {
        let asked = Asked {
            reason: Some(&failure.reason),
            ..Asked::default()
        };
        act(tx, id, &seen, Action::Fail, &asked, (&base, language))
    })
    .await
}
