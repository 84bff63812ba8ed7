//! `GET /v1/webhook-endpoints/{id}/deliveries`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::{WebhookDeliveryId, WebhookEndpointId};
use domain::webhook::{DeliveryStage, WebhookEvent};
use persistence::webhooks::deliveries::{self, DeliveryFilter};
use persistence::webhooks::endpoints;
use serde::Deserialize;
use utoipa::IntoParams;
use validator::Validate;

use super::delivery_view::WebhookDeliveryView;
use crate::auth::Partner;
use crate::http::output::PageParameters;
use crate::http::{Listing, Page, PathOf, Problem, Reply};
use crate::hub::Hub;

/// Which deliveries.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WebhookDeliveryFilter {
    /// Only the deliveries of which this became.
    stage: Option<DeliveryStage>,
    /// Only the deliveries of this event.
    r#type: Option<WebhookEvent>,
}

/// A webhook endpoint's deliveries
///
/// What was sent to the endpoint, or is to be, the latest first. The log goes back 30 days.
#[utoipa::path(
    tag = "webhooks",
    operation_id = "listWebhookDeliveries",
    params(
        ("id" = WebhookEndpointId, Path, description = "Identifier (`id`) of the endpoint."),
        WebhookDeliveryFilter, PageParameters
    ),
    security(("machine" = ["attestations"]), ("machine" = ["production"]), ("machine" = ["webhooks"])),
    responses((status = 200, body = Page<WebhookDeliveryView>, description = "A page of the endpoint's deliveries, the latest first."))
)]
#[get("/v1/webhook-endpoints/{id}/deliveries")]
pub async fn list_webhook_deliveries(
    partner: Partner,
    hub: Data<Hub>,
    PathOf(id): PathOf<WebhookEndpointId>,
    list: Listing<WebhookDeliveryFilter, WebhookDeliveryId>,
) -> Result<Reply, Problem> {
    let (after, fetch) = (list.after, list.fetch());
    let filter = DeliveryFilter {
        stage: list.filter.stage,
        event: list.filter.r#type,
    };
    let rows = hub
        .read(move |db| {
            let endpoint = endpoints::find(db, partner.subscriber, id)?;
            Ok(deliveries::list(db, endpoint.id, filter, after, fetch)?)
        })
        .await?;
    Ok(list.answer(rows, |(delivery, _)| delivery.id, WebhookDeliveryView::of))
}
