//! `GET /v1/back-office/cases/{id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::CaseId;
use persistence::cases;

use super::case_view::CaseFileView;
use crate::auth::Agent;
use crate::http::{InLanguage, PathOf, Problem, Reply};
use crate::hub::{Hub, Read};

/// The whole file of a case
///
/// Everything about a case, with what the reader can do with it. A draft is its driver's alone, and not found here.
#[utoipa::path(
    tag = "back-office",
    operation_id = "getBackOfficeCase",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case.")),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = CaseFileView, description = "The whole file of the case, with what the reader may do."))
)]
#[get("/v1/back-office/cases/{id}")]
pub async fn get_case(
    agent: Agent,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let actor = agent.author.actor.clone();
    let reading = hub.glance(move |db| {
        let record = cases::sent(db, id)?;
        CaseFileView::read(db, record, &actor, language)
    });
    let file = hub.noted(agent.author, Read::of("case", id), reading).await?;
    Ok(file.answer())
}
