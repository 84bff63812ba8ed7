//! `GET /v1/cases/{id}/summary.pdf`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::CaseId;

use super::serving::{Disposition, serve_own};
use super::wanted::Wanted;
use crate::auth::Driver;
use crate::http::output::{PaperResponses, RangeParameter};
use crate::http::{ByteRange, PathOf, Problem, QueryOf, Reply};
use crate::hub::Hub;

/// Recapitulation of a case, as a PDF
///
/// The recapitulation as it was sent, printed then, and printed once more when the driver has sent corrections. A draft
/// has none: its recapitulation is read and validated in its JSON form.
#[utoipa::path(
    tag = "cases",
    operation_id = "getCaseSummaryPaper",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), Disposition, RangeParameter),
    security(("driver" = []), ("frontend" = ["cases"])),
    responses(
        PaperResponses,
        (status = 409, body = crate::http::problem::ProblemDocument, content_type = "application/problem+json", description = "The case was not sent yet: there is no recapitulation as a PDF (`not_sent`).")
    )
)]
#[get("/v1/cases/{id}/summary.pdf")]
pub async fn get_case_summary(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    QueryOf(disposition): QueryOf<Disposition>,
    range: ByteRange,
) -> Result<Reply, Problem> {
    serve_own(&hub, driver, Wanted::Summary(id), &disposition, &range).await
}
