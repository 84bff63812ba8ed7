//! `POST /v1/webhook-endpoints/{id}/secret`

use actix_web::post;
use actix_web::web::Data;
use chrono::TimeDelta;
use domain::ids::WebhookEndpointId;
use domain::webhook::USUAL_OVERLAP_HOURS;
use persistence::webhooks::{endpoints, secrets};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::endpoint_view::WebhookSecret;
use crate::auth::Partner;
use crate::http::{OptionalBody, PathOf, Problem, Reply};
use crate::hub::Hub;

/// How a secret is replaced.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"overlap_hours": 24}))]
pub struct WebhookSecretRotation {
    /// For how many hours the former secret and key sign beside the new ones: 24 when left out, 0 where they are known
    /// to somebody else.
    #[validate(range(max = 168))]
    #[schema(minimum = 0, maximum = 168)]
    overlap_hours: Option<u32>,
}

/// Replace a webhook endpoint's secret
///
/// Deliveries are signed with the new secret and key at once, and for some time with the former ones as well: whoever
/// checks takes any signature that is good. What was replaced before ends at once.
#[utoipa::path(
    tag = "webhooks",
    operation_id = "rotateWebhookSecret",
    params(("id" = WebhookEndpointId, Path, description = "Identifier (`id`) of the endpoint.")),
    request_body = Option<WebhookSecretRotation>,
    security(("machine" = ["attestations"]), ("machine" = ["production"]), ("machine" = ["webhooks"])),
    responses((status = 200, body = WebhookSecret, description = "The new secret, which is shown this once, and its public key."))
)]
#[post("/v1/webhook-endpoints/{id}/secret")]
pub async fn rotate_webhook_secret(
    partner: Partner,
    hub: Data<Hub>,
    PathOf(id): PathOf<WebhookEndpointId>,
    OptionalBody(rotation): OptionalBody<WebhookSecretRotation>,
) -> Result<Reply, Problem> {
    let seal = hub.auth.seal();
    let overlap = TimeDelta::hours(i64::from(rotation.overlap_hours.unwrap_or(USUAL_OVERLAP_HOURS)));
    let fresh = hub
        .write(partner.author, move |tx| {
            let record = endpoints::lock(tx, partner.subscriber, id)?;
            Ok(secrets::rotate(tx, &seal, record.id, overlap)?)
        })
        .await?;
    Ok(Reply::ok(&WebhookSecret::from(fresh)).never_stored())
}
