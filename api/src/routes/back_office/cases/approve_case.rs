//! `POST /v1/back-office/cases/{id}/approval`

use actix_web::post;
use actix_web::web::Data;
use domain::case::Action;
use domain::ids::CaseId;
use persistence::cases::CaseInput;

use super::act;
use super::case_view::CaseFileView;
use crate::auth::Agent;
use crate::http::output::RequiredIfMatchParameter;
use crate::http::{EmptyBody, InLanguage, PathOf, Problem, Reply, RequiredIfMatch};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// Approve a case
///
/// The card is ordered from production, the rights to it are used up, and the identity that was examined becomes the
/// account's.
#[utoipa::path(
    tag = "back-office",
    operation_id = "approveCase",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), RequiredIfMatchParameter, IdempotencyKeyParameter),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = CaseFileView, description = "The whole file of the case, which is approved now."))
)]
#[post("/v1/back-office/cases/{id}/approval")]
pub async fn approve_case(
    agent: Agent,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    RequiredIfMatch(seen): RequiredIfMatch,
    once: Idempotency,
    InLanguage(language): InLanguage,
    _: EmptyBody,
) -> Result<Reply, Problem> {
    hub.write_once(&once, agent.author, move |tx| {
        act(tx, id, &seen, Action::Approve, &CaseInput::default(), language)
    })
    .await
}
