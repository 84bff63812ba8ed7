//! `DELETE /v1/back-office/staff/{id}/sessions`

use actix_web::delete;
use actix_web::web::Data;
use domain::ids::StaffId;
use persistence::owner::Owner;
use persistence::{sessions, staff};

use crate::auth::Supervisor;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::Hub;

/// Sign a member of staff out
///
/// Ends every session of theirs at once, as when a telephone was lost. They may sign in again.
#[utoipa::path(
    tag = "back-office",
    operation_id = "endStaffSessions",
    params(("id" = StaffId, Path, description = "Identifier (`id`) of the member of staff.")),
    security(("back_office" = ["supervisor"])),
    responses((status = 204, description = "Their sessions are over, and their tokens work no more."))
)]
#[delete("/v1/back-office/staff/{id}/sessions")]
pub async fn end_staff_sessions(
    supervisor: Supervisor,
    hub: Data<Hub>,
    PathOf(id): PathOf<StaffId>,
) -> Result<Reply, Problem> {
    hub.write(supervisor.author, move |tx| {
        staff::find(tx, id)?;
        Ok(sessions::sign_out_everywhere(tx, Owner::Staff(id))?)
    })
    .await?;
    Ok(Reply::no_content())
}
