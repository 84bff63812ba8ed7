//! `DELETE /v1/back-office/cases/{id}/assignment`

use actix_web::delete;
use actix_web::web::Data;
use domain::case::Action;
use domain::ids::CaseId;
use persistence::cases::CaseInput;

use super::act;
use super::case_view::CaseFileView;
use crate::auth::Agent;
use crate::http::output::IfMatchParameter;
use crate::http::problem::ProblemDocument;
use crate::http::{IfMatch, InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;

/// Put a case back
///
/// The case goes back to the work list, for anybody to take.
#[utoipa::path(
    tag = "back-office",
    operation_id = "releaseCase",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), IfMatchParameter),
    security(("back_office" = ["agent"])),
    responses(
        (status = 200, body = CaseFileView, description = "The whole file of the case, which anybody may take now."),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "The case is not in review (`not_possible_in_stage`), or is somebody else's (`not_assignee`).")
    )
)]
#[delete("/v1/back-office/cases/{id}/assignment")]
pub async fn release_case(
    agent: Agent,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    seen: IfMatch,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    hub.write(agent.author, move |tx| {
        act(tx, id, &seen, Action::Release, &CaseInput::default(), language)
    })
    .await
}
