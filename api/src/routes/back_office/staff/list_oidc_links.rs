//! `GET /v1/back-office/staff/{id}/oidc-links`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::{IdentityLinkId, StaffId};
use persistence::oidc::links;
use persistence::owner::Owner;
use persistence::staff;

use crate::auth::Supervisor;
use crate::http::output::PageParameters;
use crate::http::{Listing, NoFilter, Page, PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::oidc::link_view::LinkView;

/// Who a member of staff is at identity providers
///
/// Their links, oldest first.
#[utoipa::path(
    tag = "back-office",
    operation_id = "listStaffOidcLinks",
    params(("id" = StaffId, Path, description = "Identifier (`id`) of the member of staff."), PageParameters),
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = Page<LinkView>, description = "A page of their links, oldest first."))
)]
#[get("/v1/back-office/staff/{id}/oidc-links")]
pub async fn list_staff_oidc_links(
    _: Supervisor,
    hub: Data<Hub>,
    PathOf(id): PathOf<StaffId>,
    list: Listing<NoFilter, IdentityLinkId>,
) -> Result<Reply, Problem> {
    let (after, fetch) = (list.after, list.fetch());
    let rows = hub.read(move |db| {
        staff::find(db, id)?;
        Ok(links::of(db, Owner::Staff(id), after, fetch)?)
    });
    Ok(list.answer(rows.await?, |row| row.id, LinkView::from))
}
