//! `GET /v1/webhook-endpoints`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::WebhookEndpointId;
use persistence::webhooks::endpoints;

use super::endpoint_view::WebhookEndpointView;
use crate::auth::Partner;
use crate::http::output::PageParameters;
use crate::http::{Listing, NoFilter, Page, Problem, Reply};
use crate::hub::{Abort, Hub};

/// My webhook endpoints
///
/// One's own endpoints, oldest first, each with how it does.
#[utoipa::path(
    tag = "webhooks",
    operation_id = "listWebhookEndpoints",
    params(PageParameters),
    security(("machine" = ["attestations"]), ("machine" = ["production"]), ("machine" = ["webhooks"])),
    responses((status = 200, body = Page<WebhookEndpointView>, description = "A page of one's own endpoints, oldest first."))
)]
#[get("/v1/webhook-endpoints")]
pub async fn list_webhook_endpoints(
    partner: Partner,
    hub: Data<Hub>,
    list: Listing<NoFilter, WebhookEndpointId>,
) -> Result<Reply, Problem> {
    let (subscriber, after, fetch) = (partner.subscriber, list.after, list.fetch());
    let rows: Vec<(WebhookEndpointId, WebhookEndpointView)> = hub
        .read(move |db| {
            let records = endpoints::list(db, subscriber, after, fetch)?;
            let views = records
                .into_iter()
                .map(|record| Ok::<_, Abort>((record.id, WebhookEndpointView::load(db, record)?)));
            views.collect()
        })
        .await?;
    Ok(list.answer(rows, |(id, _)| *id, |(_, view)| view))
}
