//! `POST /v1/cases/{id}/submission`

use actix_web::post;
use actix_web::web::Data;
use domain::case::Action;
use domain::ids::CaseId;
use persistence::cases::{self, CaseInput};

use super::case_view::CaseView;
use super::lock_own;
use crate::auth::Driver;
use crate::http::output::IfMatchParameter;
use crate::http::{EmptyBody, IfMatch, InLanguage, PathOf, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// Submit a case
///
/// Every step must be complete (`incomplete` names what is missing), and the licence must have a category for each
/// sector. Documents that are being scanned for viruses are waited for, for some seconds; where that takes longer, the case
/// cannot be sent yet (`documents_being_scanned`). From now on the sectors are fixed, and only what an information request names can be changed.
#[utoipa::path(
    tag = "cases",
    operation_id = "submitCase",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), IfMatchParameter, IdempotencyKeyParameter),
    security(("driver" = []), ("frontend" = ["cases"])),
    responses((status = 200, body = CaseView, description = "The case, which is sent now."))
)]
#[post("/v1/cases/{id}/submission")]
pub async fn submit_case(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    seen: IfMatch,
    once: Idempotency,
    InLanguage(language): InLanguage,
    _: EmptyBody,
) -> Result<Reply, Problem> {
    let Driver { id: driver, author } = driver;
    hub.await_scans(driver, id).await?;
    hub.write_once(&once, author, move |tx| {
        let record = lock_own(tx, driver, id, &seen)?;
        let record = cases::act(tx, &record, Action::Submit, &CaseInput::default())?;
        Ok(CaseView::answer(cases::whole(tx, record)?, language))
    })
    .await
}
