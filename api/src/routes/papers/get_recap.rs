//! `GET /v1/trainings/{id}/recap.pdf`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::AttestationId;

use super::serving::{Disposition, serve_own};
use super::wanted::Wanted;
use crate::auth::Driver;
use crate::http::output::{PaperResponses, RangeParameter};
use crate::http::{ByteRange, PathOf, Problem, QueryOf, Reply};
use crate::hub::Hub;

/// One of my training recaps, as a PDF
///
/// Printed when the training was recorded; it opens in the browser, to be read, saved or printed.
#[utoipa::path(
    tag = "trainings",
    operation_id = "getRecap",
    params(("id" = AttestationId, Path, description = "Identifier (`id`) of the training."), Disposition, RangeParameter),
    security(("driver" = []), ("frontend" = ["trainings:read"])),
    responses(PaperResponses)
)]
#[get("/v1/trainings/{id}/recap.pdf")]
pub async fn get_recap(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<AttestationId>,
    QueryOf(disposition): QueryOf<Disposition>,
    range: ByteRange,
) -> Result<Reply, Problem> {
    serve_own(&hub, driver, Wanted::Recap(id), &disposition, &range).await
}
