//! `POST /v1/webhook-endpoints/{id}/deliveries/{delivery_id}/replay`

use actix_web::post;
use actix_web::web::Data;
use domain::ids::{WebhookDeliveryId, WebhookEndpointId};
use persistence::webhooks::{deliveries, endpoints, replay};

use super::delivery_view::WebhookDeliveryView;
use crate::auth::Partner;
use crate::http::{EmptyBody, PathOf, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// Deliver an event again
///
/// Whatever became of it before, the endpoint is sent the event once more, under the same `webhook-id`, in a delivery
/// of its own.
#[utoipa::path(
    tag = "webhooks",
    operation_id = "replayWebhookDelivery",
    params(
        ("id" = WebhookEndpointId, Path, description = "Identifier (`id`) of the endpoint."),
        ("delivery_id" = WebhookDeliveryId, Path, description = "Identifier (`id`) of the delivery."),
        IdempotencyKeyParameter
    ),
    security(("machine" = ["attestations"]), ("machine" = ["production"]), ("machine" = ["webhooks"])),
    responses((status = 202, body = WebhookDeliveryView, description = "The new delivery, which is on its way."))
)]
#[post("/v1/webhook-endpoints/{id}/deliveries/{delivery_id}/replay")]
pub async fn replay_webhook_delivery(
    partner: Partner,
    hub: Data<Hub>,
    PathOf((id, delivery_id)): PathOf<(WebhookEndpointId, WebhookDeliveryId)>,
    once: Idempotency,
    _: EmptyBody,
) -> Result<Reply, Problem> {
    let Partner { subscriber, author } = partner;
    hub.write_once(&once, author, move |tx| {
        let endpoint = endpoints::find(tx, subscriber, id)?;
        let (delivery, event) = deliveries::find(tx, endpoint.id, delivery_id)?;
        let again = replay::again(tx, &delivery, &event)?;
        let view = WebhookDeliveryView::of(deliveries::find(tx, endpoint.id, again)?);
        Ok(Reply::accepted(&view).never_stored())
    })
    .await
}
