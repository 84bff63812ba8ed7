//! `DELETE /v1/webhook-endpoints/{id}`

use actix_web::delete;
use actix_web::web::Data;
use domain::ids::WebhookEndpointId;
use persistence::webhooks::endpoints;

use crate::auth::Partner;
use crate::http::output::IfMatchParameter;
use crate::http::{IfMatch, PathOf, Problem, Reply};
use crate::hub::Hub;

/// Remove a webhook endpoint
///
/// It is told nothing any more, and what became of its deliveries is forgotten. What was under way just then may still
/// arrive.
#[utoipa::path(
    tag = "webhooks",
    operation_id = "removeWebhookEndpoint",
    params(("id" = WebhookEndpointId, Path, description = "Identifier (`id`) of the endpoint."), IfMatchParameter),
    security(("machine" = ["attestations"]), ("machine" = ["production"]), ("machine" = ["webhooks"])),
    responses((status = 204, description = "The endpoint is gone, with its secrets and its log."))
)]
#[delete("/v1/webhook-endpoints/{id}")]
pub async fn remove_webhook_endpoint(
    partner: Partner,
    hub: Data<Hub>,
    PathOf(id): PathOf<WebhookEndpointId>,
    if_match: IfMatch,
) -> Result<Reply, Problem> {
    hub.write(partner.author, move |tx| {
        let record = endpoints::lock_to_remove(tx, partner.subscriber, id)?;
        if_match.require(record.version)?;
        Ok(endpoints::remove(tx, &record)?)
    })
    .await?;
    Ok(Reply::no_content())
}
