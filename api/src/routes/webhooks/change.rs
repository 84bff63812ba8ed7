//! `PATCH /v1/webhook-endpoints/{id}`

use actix_web::patch;
use actix_web::web::Data;
use domain::ids::WebhookEndpointId;
use domain::webhook::{EndpointStage, PauseReason, WebhookEvent};
use persistence::Tx;
use persistence::webhooks::endpoints::{self, Described, EndpointRecord};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::endpoint_view::WebhookEndpointView;
use super::wanted::checked;
use crate::auth::Partner;
use crate::http::output::IfMatchParameter;
use crate::http::{Body, IfMatch, PathOf, Problem, Reply};
use crate::hub::Hub;

/// What is to change of a webhook endpoint. What is left out stays as it is.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"paused": false}))]
pub struct WebhookEndpointChanges {
    /// Address to send events to. What waits is sent to the new one.
    #[schema(min_length = 1, max_length = 500)]
    url: Option<String>,
    /// What the endpoint is for, to tell it from others.
    #[schema(max_length = 200)]
    description: Option<String>,
    /// All the events to be told of, in place of those so far.
    #[schema(min_items = 1)]
    events: Option<Vec<WebhookEvent>>,
    /// With `true` events are kept and not sent; with `false` what was kept is sent, in its order, and then what
    /// happens.
    paused: Option<bool>,
}

impl WebhookEndpointChanges {
    fn upon(self, known: &EndpointRecord) -> Described {
        Described {
            url: self.url.unwrap_or_else(|| known.url.clone()),
            description: self.description.unwrap_or_else(|| known.description.clone()),
            events: self.events.unwrap_or_else(|| known.events.0.clone()),
        }
    }

    const fn describes(&self) -> bool {
        self.url.is_some() || self.description.is_some() || self.events.is_some()
    }
}

/// Change a webhook endpoint
///
/// An endpoint that failed for long was paused, and its owner told by mail: `paused` set to `false` resumes it. What
/// happened meanwhile was kept, for 30 days.
#[utoipa::path(
    tag = "webhooks",
    operation_id = "changeWebhookEndpoint",
    params(("id" = WebhookEndpointId, Path, description = "Identifier (`id`) of the endpoint."), IfMatchParameter),
    request_body = WebhookEndpointChanges,
    security(("machine" = ["attestations"]), ("machine" = ["production"]), ("machine" = ["webhooks"])),
    responses((status = 200, body = WebhookEndpointView, description = "The endpoint, as it was changed."))
)]
#[patch("/v1/webhook-endpoints/{id}")]
pub async fn change_webhook_endpoint(
    partner: Partner,
    hub: Data<Hub>,
    PathOf(id): PathOf<WebhookEndpointId>,
    if_match: IfMatch,
    Body(changes): Body<WebhookEndpointChanges>,
) -> Result<Reply, Problem> {
    let Partner { subscriber, author } = partner;
    let is_sandbox = hub.settings.is_sandbox();
    hub.write(author, move |tx| {
        let record = endpoints::lock(tx, subscriber, id)?;
        if_match.require(record.version)?;
        if changes.describes() {
            let wanted = checked(changes.clone().upon(&record), subscriber.audience(), is_sandbox)?;
            endpoints::describe(tx, &record, &wanted)?;
        }
        set_paused(tx, &record, changes.paused)?;
        let record = endpoints::find(tx, subscriber, id)?;
        let view = WebhookEndpointView::load(tx, record)?;
        Ok(Reply::ok(&view).version(view.version))
    })
    .await
}

fn set_paused(tx: &mut Tx<'_>, record: &EndpointRecord, paused: Option<bool>) -> persistence::Result<()> {
    let is_paused = record.stage == EndpointStage::Paused;
    match paused {
        Some(true) if !is_paused => endpoints::pause(tx, record, PauseReason::Owner),
        Some(false) if is_paused => endpoints::resume(tx, record),
        _ => Ok(()),
    }
}
