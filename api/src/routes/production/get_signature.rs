//! `GET /v1/production-orders/{id}/signature`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::ProductionOrderId;

use super::image::image;
use crate::auth::Production;
use crate::http::output::Binary;
use crate::http::{PathOf, Problem, Streamed};
use crate::hub::Hub;

/// The signature of an order
///
/// To be printed on the card: upright, on white, in sRGB or grey, without metadata, at most 2,000 × 1,000 pixels. Scope
/// `production`.
///
/// One that was uploaded before signatures were opened, and cannot be, comes as it was given.
#[utoipa::path(
    tag = "production",
    operation_id = "getProductionOrderSignature",
    params(("id" = ProductionOrderId, Path, description = "Identifier (`id`) of the production order.")),
    security(("machine" = ["production"])),
    responses((status = 200, description = "The signature to be printed on the card.", content((Binary = "image/png"))))
)]
#[get("/v1/production-orders/{id}/signature")]
pub async fn get_signature(
    production: Production,
    hub: Data<Hub>,
    PathOf(id): PathOf<ProductionOrderId>,
) -> Result<Streamed, Problem> {
    image(&hub, production.author, id, "signature", |card| card.signature_id).await
}
