//! `GET /v1/webhook-endpoints/{id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::WebhookEndpointId;
use persistence::webhooks::endpoints;

use super::endpoint_view::WebhookEndpointView;
use crate::auth::Partner;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::Hub;

/// One of my webhook endpoints
///
/// Where it is, what it is told of, and how it does. Its secret is not shown again.
#[utoipa::path(
    tag = "webhooks",
    operation_id = "getWebhookEndpoint",
    params(("id" = WebhookEndpointId, Path, description = "Identifier (`id`) of the endpoint.")),
    security(("machine" = ["attestations"]), ("machine" = ["production"]), ("machine" = ["webhooks"])),
    responses((status = 200, body = WebhookEndpointView, description = "The endpoint, with the keys that sign for it."))
)]
#[get("/v1/webhook-endpoints/{id}")]
pub async fn get_webhook_endpoint(
    partner: Partner,
    hub: Data<Hub>,
    PathOf(id): PathOf<WebhookEndpointId>,
) -> Result<Reply, Problem> {
    let view = hub
        .read(move |db| {
            let record = endpoints::find(db, partner.subscriber, id)?;
            Ok(WebhookEndpointView::load(db, record)?)
        })
        .await?;
    Ok(Reply::ok(&view).version(view.version))
}
