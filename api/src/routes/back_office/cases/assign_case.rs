//! `POST /v1/back-office/cases/{id}/assignment`

use actix_web::post;
use actix_web::web::Data;
use domain::case::may_name_assignee;
use domain::ids::{CaseId, StaffId};
use persistence::{Db, Error, cases, staff};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::case_view::CaseFileView;
use super::{answer, lock_seen};
use crate::auth::Agent;
use crate::http::output::IfMatchParameter;
use crate::http::{Code, IfMatch, InLanguage, InputFault, OptionalBody, PathOf, Problem, Reply};
use crate::hub::{Abort, Hub, Idempotency, IdempotencyKeyParameter};

/// The agent who is to have the case.
#[derive(Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"agent_id": "01993d10-2b3c-7d4e-8f5a-6b7c8d9e0f1a"}))]
pub struct Assignment {
    /// Identifier of the agent who is to have the case, whom only a supervisor may name. Whoever asks, when left out.
    pub agent_id: Option<StaffId>,
}

/// Take a case
///
/// From now on only its assignee decides. A supervisor may name another agent, and may take a case from the one who
/// has it.
#[utoipa::path(
    tag = "back-office",
    operation_id = "assignCase",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), IfMatchParameter, IdempotencyKeyParameter),
    request_body = Option<Assignment>,
    security(("back_office" = ["agent"])),
    responses((status = 200, body = CaseFileView, description = "The whole file of the case, which only its assignee decides now."))
)]
#[post("/v1/back-office/cases/{id}/assignment")]
pub async fn assign_case(
    agent: Agent,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    seen: IfMatch,
    once: Idempotency,
    InLanguage(language): InLanguage,
    OptionalBody(assignment): OptionalBody<Assignment>,
) -> Result<Reply, Problem> {
    let named = assignment.agent_id.filter(|named| *named != agent.id);
    let role = agent.author.actor.role();
    hub.write_once(&once, agent.author, move |tx| {
        let record = lock_seen(tx, id, &seen)?;
        if named.is_some() && !may_name_assignee(record.kind, role) {
            return Err(Problem::new(Code::Forbidden).into());
        }
        if let Some(named) = named {
            require_active(tx, named)?;
        }
        let record = cases::assign(tx, &record, named)?;
        answer(tx, record, language)
    })
    .await
}

/// Nobody who cannot sign in is given a case.
pub(crate) fn require_active(db: &mut Db<'_>, id: StaffId) -> Result<(), Abort> {
    match staff::find(db, id) {
        Ok(somebody) if somebody.active => Ok(()),
        Ok(_) | Err(Error::NotFound) => Err(Problem::at("/agent_id", InputFault::Invalid).into()),
        Err(error) => Err(error.into()),
    }
}
