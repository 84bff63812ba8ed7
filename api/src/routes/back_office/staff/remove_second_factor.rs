//! `DELETE /v1/back-office/staff/{id}/second-factor`

use actix_web::delete;
use actix_web::web::Data;
use domain::ids::StaffId;
use persistence::owner::Owner;
use persistence::{Error, passkeys, second_factors, sessions, staff};

use crate::auth::Supervisor;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::Hub;

/// Remove the second factor of a member of staff
///
/// For somebody who has lost their authenticator and their recovery codes, or their passkeys, after a check of who they are.
/// All of them are removed. They are signed out, and set up another where their role needs one.
#[utoipa::path(
    tag = "back-office",
    operation_id = "removeStaffSecondFactor",
    params(("id" = StaffId, Path, description = "Identifier (`id`) of the member of staff.")),
    security(("back_office" = ["supervisor"])),
    responses((status = 204, description = "No code of theirs is asked for any more, and no passkey of theirs opens anything."))
)]
#[delete("/v1/back-office/staff/{id}/second-factor")]
pub async fn remove_staff_second_factor(
    supervisor: Supervisor,
    hub: Data<Hub>,
    PathOf(id): PathOf<StaffId>,
) -> Result<Reply, Problem> {
    hub.write(supervisor.author, move |tx| {
        staff::lock(tx, id)?;
        let had_passkeys = passkeys::remove_all(tx, id)?;
        match second_factors::remove(tx, id) {
            Err(Error::NotFound) if had_passkeys => {}
            removed => removed?,
        }
        Ok(sessions::sign_out_everywhere(tx, Owner::Staff(id))?)
    })
    .await?;
    Ok(Reply::no_content())
}
