//! `POST /v1/webhook-endpoints/{id}/test`

use actix_web::post;
use actix_web::web::Data;
use domain::ids::WebhookEndpointId;
use persistence::webhooks::{self, deliveries, endpoints};

use super::delivery_view::WebhookDeliveryView;
use crate::auth::Partner;
use crate::http::{EmptyBody, PathOf, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// Send a test event
///
/// An event `endpoint.test`, signed as all are, and tried once. A paused endpoint is sent it too, to see whether it
/// works again.
#[utoipa::path(
    tag = "webhooks",
    operation_id = "sendTestWebhook",
    params(("id" = WebhookEndpointId, Path, description = "Identifier (`id`) of the endpoint."), IdempotencyKeyParameter),
    security(("machine" = ["attestations"]), ("machine" = ["production"]), ("machine" = ["webhooks"])),
    responses((status = 202, body = WebhookDeliveryView, description = "The delivery of the test, which is on its way."))
)]
#[post("/v1/webhook-endpoints/{id}/test")]
pub async fn send_test_webhook(
    partner: Partner,
    hub: Data<Hub>,
    PathOf(id): PathOf<WebhookEndpointId>,
    once: Idempotency,
    _: EmptyBody,
) -> Result<Reply, Problem> {
    let Partner { subscriber, author } = partner;
    hub.write_once(&once, author, move |tx| {
        let endpoint = endpoints::keep(tx, subscriber, id)?;
        let delivery = webhooks::test(tx, endpoint.id)?;
        let view = WebhookDeliveryView::of(deliveries::find(tx, endpoint.id, delivery)?);
        Ok(Reply::accepted(&view).never_stored())
    })
    .await
}
