//! `PATCH /v1/back-office/staff/{id}`

use actix_web::patch;
use actix_web::web::Data;
use domain::access::StaffRole;
use domain::ids::StaffId;
use domain::people::Language;
use persistence::staff::{self, StaffChange};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::staff_view::{StaffView, check_name};
use crate::auth::Supervisor;
use crate::http::output::IfMatchParameter;
use crate::http::{Body, Code, IfMatch, PathOf, Problem, Reply};
use crate::hub::Hub;

/// What is to change of a member of staff. What is left out stays as it is.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"role": "supervisor"}))]
pub struct StaffChangeBody {
    /// Name of the member of staff, as colleagues know it.
    name: Option<String>,
    /// Role of the member of staff: what they may do. Takes effect at once: they sign in again.
    role: Option<StaffRole>,
    /// The language in which to write to them.
    language: Option<Language>,
    /// Whether they may sign in. With `false` their sessions end at once.
    active: Option<bool>,
}

/// Change a member of staff
///
/// Nobody takes the role or the access from themselves, so that there is always a supervisor.
#[utoipa::path(
    tag = "back-office",
    operation_id = "changeStaff",
    request_body = StaffChangeBody,
    params(("id" = StaffId, Path, description = "Identifier (`id`) of the member of staff."), IfMatchParameter),
    security(("back_office" = ["supervisor"])),
    responses(
        (status = 200, body = StaffView, description = "The member of staff, as they were changed."),
        (status = 409, body = crate::http::problem::ProblemDocument, content_type = "application/problem+json", description = "Nobody may take the role or the access from themselves (`conflict`).")
    )
)]
#[patch("/v1/back-office/staff/{id}")]
pub async fn change_staff(
    me: Supervisor,
    hub: Data<Hub>,
    PathOf(id): PathOf<StaffId>,
    if_match: IfMatch,
    Body(body): Body<StaffChangeBody>,
) -> Result<Reply, Problem> {
    let change = StaffChange {
        name: body.name.as_deref().map(check_name).transpose()?,
        role: body.role,
        language: body.language,
        active: body.active,
    };
    let gives_up = change.role == Some(StaffRole::Agent) || change.active == Some(false);
    if id == me.id && gives_up {
        return Err(Problem::new(Code::Conflict).because(
            "Nul ne retire à soi-même son rôle ou son accès.",
            "Nobody takes the role or the access from themselves.",
        ));
    }
    hub.write(me.author, move |tx| {
        let record = staff::lock(tx, id)?;
        if_match.require(record.version)?;
        let record = staff::change(tx, &record, &change)?;
        let version = record.version;
        Ok(Reply::ok(&StaffView::from(record)).version(version))
    })
    .await
}
