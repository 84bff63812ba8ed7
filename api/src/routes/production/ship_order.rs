//! `POST /v1/production-orders/{id}/shipment`

use actix_web::post;
use actix_web::web::Data;
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::ProductionOrderId;
use domain::production_order::Action;
use domain::rules::fault::FaultCode;
use persistence::dialect::At;
use persistence::production_orders::OrderInput;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

use super::act::act;
use super::order_view::OrderView;
use crate::auth::Production;
use crate::http::output::IfMatchParameter;
use crate::http::{Body, IfMatch, InLanguage, PathOf, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// The letter in which the card was posted.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"tracking_number": "6A12345678901", "shipped_at": "2026-11-20T14:00:00Z"}))]
pub struct Parcel {
    /// The post's tracking number of the letter.
    #[validate(length(max = 64), custom(function = "not_blank"), non_control_character)]
    #[schema(min_length = 1, max_length = 64)]
    pub tracking_number: String,
    /// When the letter was posted; now when left out.
    #[schema(nullable = false)]
    pub shipped_at: Option<DateTime<Utc>>,
}

fn not_blank(text: &str) -> Result<(), ValidationError> {
    if text.trim().is_empty() {
        return Err(crate::http::InputFault::Blank.error());
    }
    Ok(())
}

/// Clocks differ; a parcel posted later than tomorrow is a mistake.
const AHEAD: TimeDelta = TimeDelta::days(1);

/// Report an order as shipped
///
/// The card was made and posted: card and case are on their way, and the driver is told. Scope `production`.
#[utoipa::path(
    tag = "production",
    operation_id = "shipProductionOrder",
    params(("id" = ProductionOrderId, Path, description = "Identifier (`id`) of the production order."), IfMatchParameter, IdempotencyKeyParameter),
    request_body = Parcel,
    security(("machine" = ["production"])),
    responses((status = 200, body = OrderView, description = "The production order, which is shipped now."))
)]
#[post("/v1/production-orders/{id}/shipment")]
pub async fn ship_order(
    production: Production,
    hub: Data<Hub>,
    PathOf(id): PathOf<ProductionOrderId>,
    seen: IfMatch,
    once: Idempotency,
    InLanguage(language): InLanguage,
    Body(parcel): Body<Parcel>,
) -> Result<Reply, Problem> {
    let base = hub.settings.public_base().to_owned();
    hub.write_once(&once, production.author, move |tx| {
        if parcel.shipped_at.is_some_and(|at| at > tx.now() + AHEAD) {
            return Err(Problem::at("/shipped_at", FaultCode::InFuture).into());
        }
        let asked = OrderInput {
            tracking_number: Some(parcel.tracking_number.trim()),
            shipped_at: parcel.shipped_at.map(At),
            ..OrderInput::default()
        };
        act(tx, id, &seen, Action::Ship, &asked, (&base, language))
    })
    .await
}
