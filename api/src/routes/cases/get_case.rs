//! `GET /v1/cases/{id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::CaseId;
use persistence::cases;

use super::case_view::CaseView;
use crate::auth::Driver;
use crate::http::{InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;

/// One of my cases
///
/// The case, with its steps, what each lacks, and what can be done.
#[utoipa::path(
    tag = "cases",
    operation_id = "getCase",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case.")),
    security(("driver" = []), ("frontend" = ["cases"])),
    responses((status = 200, body = CaseView, description = "The case, with its steps and what can be done."))
)]
#[get("/v1/cases/{id}")]
pub async fn get_case(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let read = hub.glance(move |db| {
        let record = cases::of_account(db, driver.id, id)?;
        Ok(cases::whole(db, record)?)
    });
    Ok(CaseView::answer(read.await?, language))
}
