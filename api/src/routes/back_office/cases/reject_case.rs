//! `POST /v1/back-office/cases/{id}/rejection`

use actix_web::post;
use actix_web::web::Data;
use domain::case::Action;
use domain::ids::CaseId;
use persistence::cases::CaseInput;

use super::act;
use super::case_view::CaseFileView;
use crate::auth::Agent;
use crate::http::output::RequiredIfMatchParameter;
use crate::http::{Body, InLanguage, PathOf, Problem, Reply, RequiredIfMatch};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};
use crate::routes::reason::Reason;

/// Reject a case
///
/// The reason goes to the driver; the rights to a card are free again.
#[utoipa::path(
    tag = "back-office",
    operation_id = "rejectCase",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), RequiredIfMatchParameter, IdempotencyKeyParameter),
    request_body = Reason,
    security(("back_office" = ["agent"])),
    responses((status = 200, body = CaseFileView, description = "The whole file of the case, which is rejected now."))
)]
#[post("/v1/back-office/cases/{id}/rejection")]
pub async fn reject_case(
    agent: Agent,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    RequiredIfMatch(seen): RequiredIfMatch,
    once: Idempotency,
    InLanguage(language): InLanguage,
    Body(Reason { reason }): Body<Reason>,
) -> Result<Reply, Problem> {
    hub.write_once(&once, agent.author, move |tx| {
        let asked = CaseInput {
            reason: Some(reason.trim()),
            ..CaseInput::default()
        };
        act(tx, id, &seen, Action::Reject, &asked, language)
    })
    .await
}
