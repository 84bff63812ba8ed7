//! `GET /v1/webhook-endpoints/{id}/deliveries/{delivery_id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::{WebhookDeliveryId, WebhookEndpointId};
use persistence::webhooks::{attempts, deliveries, endpoints};

use super::delivery_view::{WebhookDeliveryLogView, WebhookDeliveryView};
use crate::auth::Partner;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::Hub;

/// One delivery, with each attempt
///
/// When the endpoint was called, how long it took, and what it answered.
#[utoipa::path(
    tag = "webhooks",
    operation_id = "getWebhookDelivery",
    params(
        ("id" = WebhookEndpointId, Path, description = "Identifier (`id`) of the endpoint."),
        ("delivery_id" = WebhookDeliveryId, Path, description = "Identifier (`id`) of the delivery.")
    ),
    security(("machine" = ["attestations"]), ("machine" = ["production"]), ("machine" = ["webhooks"])),
    responses((status = 200, body = WebhookDeliveryLogView, description = "The delivery, with the attempts at it, oldest first."))
)]
#[get("/v1/webhook-endpoints/{id}/deliveries/{delivery_id}")]
pub async fn get_webhook_delivery(
    partner: Partner,
    hub: Data<Hub>,
    PathOf((id, delivery_id)): PathOf<(WebhookEndpointId, WebhookDeliveryId)>,
) -> Result<Reply, Problem> {
    let (view, version) = hub
        .read(move |db| {
            let endpoint = endpoints::find(db, partner.subscriber, id)?;
            let (delivery, event) = deliveries::find(db, endpoint.id, delivery_id)?;
            let version = delivery.attempts;
            let log = attempts::of(db, delivery_id)?;
            Ok((WebhookDeliveryView::of((delivery, event)).with_log(log), version))
        })
        .await?;
    Ok(Reply::ok(&view).version(version))
}
