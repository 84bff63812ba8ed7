//! `POST /v1/webhook-endpoints`

use actix_web::post;
use actix_web::web::Data;
use domain::webhook::WebhookEvent;
use persistence::webhooks::endpoints::{self, Described, Made};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::endpoint_view::{NewWebhookEndpointView, WebhookEndpointView};
use super::wanted::checked;
use crate::auth::Partner;
use crate::http::problem::ProblemDocument;
use crate::http::{Body, Code, Problem, Reply};
use crate::hub::Hub;

/// An address that is to be told of events.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "url": "https://systems.abskill.example/cqc-hub", "description": "Training management, Lyon",
    "events": ["attestation.matched", "attestation.certified"]
}))]
pub struct NewWebhookEndpoint {
    /// Address to send events to: `https://`, of the public internet, without credentials. In the sandbox also
    /// `http://` and on the same machine.
    #[schema(min_length = 1, max_length = 500)]
    url: String,
    /// What the endpoint is for, to tell it from others. May be left out.
    #[schema(max_length = 200)]
    description: Option<String>,
    /// Events to be told of. Training centres: those of attestations; the card factory: those of production orders; operators
    /// of frontends: those of their drivers' cases, cards and accounts.
    #[schema(min_items = 1)]
    events: Vec<WebhookEvent>,
}

/// Make a webhook endpoint
///
/// From now on it is sent each of these events, signed after Standard Webhooks with the secret (`v1`) and with the key
/// whose public half the endpoint shows (`v1a`). An answer of 2xx within 20 seconds takes it; anything else is tried
/// again for two days, in the order of what happened to one thing.
#[utoipa::path(
    tag = "webhooks",
    operation_id = "createWebhookEndpoint",
    request_body = NewWebhookEndpoint,
    security(("machine" = ["attestations"]), ("machine" = ["production"]), ("machine" = ["webhooks"])),
    responses(
        (status = 201, body = NewWebhookEndpointView, description = "The endpoint, with its secret, which is shown this once."),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "There are ten already (`too_many_webhook_endpoints`).")
    )
)]
#[post("/v1/webhook-endpoints")]
pub async fn create_webhook_endpoint(
    partner: Partner,
    hub: Data<Hub>,
    Body(body): Body<NewWebhookEndpoint>,
) -> Result<Reply, Problem> {
    let Partner { subscriber, author } = partner;
    let wanted = Described {
        url: body.url,
        description: body.description.unwrap_or_default(),
        events: body.events,
    };
    let wanted = checked(wanted, subscriber.audience(), hub.settings.is_sandbox())?;
    let seal = hub.auth.seal();
    hub.write(author, move |tx| {
        let (record, secret) = match endpoints::make(tx, &seal, subscriber, &wanted)? {
            Made::Endpoint(record, secret) => (record, secret),
            Made::TooMany => return Err(Problem::new(Code::TooManyWebhookEndpoints).into()),
        };
        let location = format!("/v1/webhook-endpoints/{}", record.id);
        let view = WebhookEndpointView::load(tx, *record)?.with_secret(secret);
        Ok(Reply::created(location, &view).never_stored())
    })
    .await
}
