//! `GET /v1/production-orders/{id}/photo`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::ProductionOrderId;

use super::image::image;
use crate::auth::Production;
use crate::http::output::Binary;
use crate::http::{PathOf, Problem, Streamed};
use crate::hub::Hub;

/// The photo of an order
///
/// To be printed on the card: upright, in sRGB, without metadata, at most 2,000 × 2,500 pixels. Scope `production`.
///
/// One that was uploaded before photos were opened, and cannot be, comes as it was given.
#[utoipa::path(
    tag = "production",
    operation_id = "getProductionOrderPhoto",
    params(("id" = ProductionOrderId, Path, description = "Identifier (`id`) of the production order.")),
    security(("machine" = ["production"])),
    responses((status = 200, description = "The photo to be printed on the card.", content((Binary = "image/jpeg"))))
)]
#[get("/v1/production-orders/{id}/photo")]
pub async fn get_photo(
    production: Production,
    hub: Data<Hub>,
    PathOf(id): PathOf<ProductionOrderId>,
) -> Result<Streamed, Problem> {
    image(&hub, production.author, id, "photo", |card| card.photo_id).await
}
