//! `GET /v1/back-office/staff`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::StaffId;
use persistence::staff;

use super::staff_view::StaffView;
use crate::auth::Supervisor;
use crate::http::output::PageParameters;
use crate::http::{Listing, NoFilter, Page, Problem, Reply};
use crate::hub::Hub;

/// The staff
///
/// Every agent and supervisor, in the order in which they were added.
#[utoipa::path(
    tag = "back-office",
    operation_id = "listStaff",
    params(PageParameters),
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = Page<StaffView>, description = "A page of members of staff, the first added first."))
)]
#[get("/v1/back-office/staff")]
pub async fn list_staff(_: Supervisor, hub: Data<Hub>, list: Listing<NoFilter, StaffId>) -> Result<Reply, Problem> {
    let (after, fetch) = (list.after, list.fetch());
    let rows = hub.read(move |db| Ok(staff::list(db, after, fetch)?)).await?;
    Ok(list.answer(rows, |row| row.id, StaffView::from))
}
