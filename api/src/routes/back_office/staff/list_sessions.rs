//! `GET /v1/back-office/staff/{id}/sessions`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::{SessionId, StaffId};
use persistence::owner::Owner;
use persistence::{sessions, staff};

use crate::auth::Supervisor;
use crate::http::output::PageParameters;
use crate::http::{Listing, NoFilter, Page, PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::sign_in::session_view::SessionView;

/// Where a member of staff is signed in
///
/// Their sessions that are still good, newest first.
#[utoipa::path(
    tag = "back-office",
    operation_id = "listStaffSessions",
    params(("id" = StaffId, Path, description = "Identifier (`id`) of the member of staff."), PageParameters),
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = Page<SessionView>, description = "A page of their sessions, newest first."))
)]
#[get("/v1/back-office/staff/{id}/sessions")]
pub async fn list_staff_sessions(
    _: Supervisor,
    hub: Data<Hub>,
    PathOf(id): PathOf<StaffId>,
    list: Listing<NoFilter, SessionId>,
) -> Result<Reply, Problem> {
    let (after, fetch) = (list.after, list.fetch());
    let rows = hub.read(move |db| {
        staff::find(db, id)?;
        Ok(sessions::of(db, Owner::Staff(id), after, fetch)?)
    });
    Ok(list.answer(rows.await?, |row| row.id, |row| SessionView::of(row, None)))
}
