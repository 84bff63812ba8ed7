//! `GET /v1/trainings/{id}/recap.pdf`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::AttestationId;

use super::serving::{Disposition, serve_own};
use super::wanted::Wanted;
use crate::auth::Driver;
use crate::http::output::RangeParameter;
use crate::http::{ByteRange, PathOf, Problem, QueryOf, Reply};
use crate::hub::Hub;

/// One of my training recaps, as a PDF
///
/// Printed when the training was recorded; it opens in the browser, to be read, saved or printed.
#[utoipa::path(
    tag = "trainings",
    operation_id = "getRecap",
    params(("id" = AttestationId, Path, description = "The training."), Disposition, RangeParameter),
    security(("driver" = [])),
    responses(
        (status = 200, description = "The document.", content((Vec<u8> = "application/pdf"))),
        (status = 206, description = "A part of it.", content((Vec<u8> = "application/pdf"))),
        (status = 416, body = crate::http::problem::ProblemDocument, content_type = "application/problem+json", description = "It has no such part."),
        (status = 503, body = crate::http::problem::ProblemDocument, content_type = "application/problem+json", description = "Not printed yet, which takes a second (`paper_not_ready`); or overloaded.")
    )
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
