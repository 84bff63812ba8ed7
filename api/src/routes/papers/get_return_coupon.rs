//! `GET /v1/cases/{id}/return-coupon.pdf`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::CaseId;

use super::serving::{Disposition, serve_own};
use super::wanted::Wanted;
use crate::auth::Driver;
use crate::http::output::{PaperResponses, RangeParameter};
use crate::http::{ByteRange, PathOf, Problem, QueryOf, Reply};
use crate::hub::Hub;

/// The return coupon of a case, as a PDF
///
/// To be put into the envelope with a faulty card: where to send it, and what the case is called there. The one that was
/// mailed; there is one for as long as the card is awaited.
#[utoipa::path(
    tag = "cases",
    operation_id = "getReturnCoupon",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), Disposition, RangeParameter),
    security(("driver" = []), ("frontend" = ["cases"])),
    responses(
        PaperResponses,
        (status = 409, body = crate::http::problem::ProblemDocument, content_type = "application/problem+json", description = "The case does not await a faulty card (`not_possible_in_stage`).")
    )
)]
#[get("/v1/cases/{id}/return-coupon.pdf")]
pub async fn get_return_coupon(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    QueryOf(disposition): QueryOf<Disposition>,
    range: ByteRange,
) -> Result<Reply, Problem> {
    serve_own(&hub, driver, Wanted::ReturnCoupon(id), &disposition, &range).await
}
