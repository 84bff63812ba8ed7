//! `POST /v1/cases/{id}/cancellation`

use actix_web::post;
use actix_web::web::Data;
use domain::ids::CaseId;
use persistence::cases;

use super::case_view::CaseView;
use super::lock_own;
use crate::auth::Driver;
use crate::http::output::IfMatchParameter;
use crate::http::{EmptyBody, IfMatch, InLanguage, PathOf, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// Cancel a case
///
/// A draft is given up: the information and documents in it are erased, and the right to a card is free again. What was
/// sent can be withdrawn until it is paid for, or until the faulty card has arrived: a card that was found again is what
/// it was before.
#[utoipa::path(
    tag = "cases",
    operation_id = "cancelCase",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), IfMatchParameter, IdempotencyKeyParameter),
    security(("driver" = []), ("frontend" = ["cases"])),
    responses((status = 200, body = CaseView, description = "The case, which is cancelled now."))
)]
#[post("/v1/cases/{id}/cancellation")]
pub async fn cancel_case(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    seen: IfMatch,
    once: Idempotency,
    InLanguage(language): InLanguage,
    _: EmptyBody,
) -> Result<Reply, Problem> {
    let Driver { id: driver, author } = driver;
    hub.write_once(&once, author, move |tx| {
        let record = lock_own(tx, driver, id, &seen)?;
        let record = cases::give_up(tx, &record)?;
        Ok(CaseView::answer(cases::whole(tx, record)?, language))
    })
    .await
}
