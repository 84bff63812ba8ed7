//! `PUT /v1/cases/{id}/holder`

use actix_web::put;
use actix_web::web::Data;
use domain::ids::CaseId;
use domain::time::legal_date;
use persistence::cases;

use super::case_view::CaseView;
use super::holder_body::HolderBody;
use super::lock_own;
use crate::auth::Driver;
use crate::http::output::IfMatchParameter;
use crate::http::problem::ProblemDocument;
use crate::http::{IfMatch, InLanguage, JudgedBody, PathOf, Problem, Reply};
use crate::hub::Hub;

/// Say who the card is for
///
/// Filled in from the account when the case is opened. In a draft everything can be changed; once the case is sent,
/// only the fields that an item of an information request names, the others staying as they are.
#[utoipa::path(
    tag = "cases",
    operation_id = "putCaseHolder",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), IfMatchParameter),
    request_body = HolderBody,
    security(("driver" = []), ("frontend" = ["cases"])),
    responses(
        (status = 200, body = CaseView, description = "The case with its new holder."),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "The holder is not asked for (`not_asked_for`), or not at this stage (`not_possible_in_stage`).")
    )
)]
#[put("/v1/cases/{id}/holder")]
pub async fn put_holder(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    seen: IfMatch,
    InLanguage(language): InLanguage,
    JudgedBody(holder): JudgedBody<HolderBody>,
) -> Result<Reply, Problem> {
    let Driver { id: driver, author } = driver;
    let holder = holder.check(legal_date(hub.clock.now()))?;
    hub.write(author, move |tx| {
        let record = lock_own(tx, driver, id, &seen)?;
        let whole = cases::put_holder(tx, record, &holder)?;
        Ok(CaseView::answer(whole, language))
    })
    .await
}
