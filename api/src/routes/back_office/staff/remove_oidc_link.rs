//! `DELETE /v1/back-office/staff/{id}/oidc-links/{link_id}`

use actix_web::delete;
use actix_web::web::Data;
use domain::ids::{IdentityLinkId, StaffId};
use persistence::oidc::links;
use persistence::owner::Owner;
use persistence::staff;

use crate::auth::Supervisor;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::Hub;

/// Remove a link of a member of staff
///
/// That identity opens their access no more, and sessions that were begun by it are over. Whoever comes with an email that
/// the provider has verified, and that is theirs here, is linked anew: to keep somebody out, set `active` to `false`.
#[utoipa::path(
    tag = "back-office",
    operation_id = "removeStaffOidcLink",
    params(
        ("id" = StaffId, Path, description = "Identifier (`id`) of the member of staff."),
        ("link_id" = IdentityLinkId, Path, description = "Identifier (`id`) of the link.")
    ),
    security(("back_office" = ["supervisor"])),
    responses((status = 204, description = "The link is gone, and nobody signs in by it any more."))
)]
#[delete("/v1/back-office/staff/{id}/oidc-links/{link_id}")]
pub async fn remove_staff_oidc_link(
    supervisor: Supervisor,
    hub: Data<Hub>,
    PathOf((id, link)): PathOf<(StaffId, IdentityLinkId)>,
) -> Result<Reply, Problem> {
    hub.write(supervisor.author, move |tx| {
        staff::find(tx, id)?;
        Ok(links::remove(tx, Owner::Staff(id), link)?)
    })
    .await?;
    Ok(Reply::no_content())
}
