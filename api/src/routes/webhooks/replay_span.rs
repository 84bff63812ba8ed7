//! `POST /v1/webhook-endpoints/{id}/replays`

use actix_web::post;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use domain::ids::WebhookEndpointId;
use persistence::webhooks::{endpoints, replay};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::auth::Partner;
use crate::http::{Body, InputFault, PathOf, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// Events of a span of time that are to be delivered again.
#[derive(Debug, Clone, Copy, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"since": "2026-11-22T00:00:00Z", "until": "2026-11-23T00:00:00Z", "failed_only": true}))]
pub struct WebhookReplay {
    /// Only events that happened at this instant or later. The log goes back 30 days.
    since: DateTime<Utc>,
    /// Only events that happened before this instant; until now when left out.
    until: Option<DateTime<Utc>>,
    /// Only events that the endpoint did not take in two days; all of them when left out, or `false`.
    failed_only: Option<bool>,
}

/// The span of time whose events are delivered again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"since": "2026-11-22T00:00:00Z", "until": "2026-11-23T00:00:00Z", "failed_only": true}))]
pub struct WebhookReplayBegun {
    /// From when events are delivered again.
    since: DateTime<Utc>,
    /// Before when they happened.
    until: DateTime<Utc>,
    /// Whether only those are that the endpoint did not take.
    failed_only: bool,
}

/// Deliver events of a span of time again
///
/// In the order in which they happened, each under the same `webhook-id` as before, in a delivery of its own. What is
/// on its way, or kept for a paused endpoint, is not sent twice.
#[utoipa::path(
    tag = "webhooks",
    operation_id = "replayWebhookDeliveries",
    params(("id" = WebhookEndpointId, Path, description = "Identifier (`id`) of the endpoint."), IdempotencyKeyParameter),
    request_body = WebhookReplay,
    security(("machine" = ["attestations"]), ("machine" = ["production"]), ("machine" = ["webhooks"])),
    responses((status = 202, body = WebhookReplayBegun, description = "The span of time; its deliveries follow, and appear in the log."))
)]
#[post("/v1/webhook-endpoints/{id}/replays")]
pub async fn replay_webhook_deliveries(
    partner: Partner,
    hub: Data<Hub>,
    PathOf(id): PathOf<WebhookEndpointId>,
    once: Idempotency,
    Body(wanted): Body<WebhookReplay>,
) -> Result<Reply, Problem> {
    let Partner { subscriber, author } = partner;
    if wanted.until.is_some_and(|until| until <= wanted.since) {
        return Err(Problem::at("/until", InputFault::Range));
    }
    hub.write_once(&once, author, move |tx| {
        let endpoint = endpoints::find(tx, subscriber, id)?;
        let begun = WebhookReplayBegun {
            since: wanted.since,
            until: wanted.until.unwrap_or(tx.now()),
            failed_only: wanted.failed_only.unwrap_or_default(),
        };
        replay::span(tx, endpoint.id, begun.since, begun.until, begun.failed_only)?;
        Ok(Reply::accepted(&begun).never_stored())
    })
    .await
}
