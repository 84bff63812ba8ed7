//! `GET /v1/back-office/staff/{id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::StaffId;
use persistence::staff;

use super::staff_view::StaffView;
use crate::auth::Supervisor;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::Hub;

/// One member of staff
///
/// One agent or supervisor, with the `ETag` to send as `If-Match` when changing them.
#[utoipa::path(
    tag = "back-office",
    operation_id = "getStaff",
    params(("id" = StaffId, Path, description = "Identifier (`id`) of the member of staff.")),
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = StaffView, description = "The member of staff, as they are now."))
)]
#[get("/v1/back-office/staff/{id}")]
pub async fn get_staff(_: Supervisor, hub: Data<Hub>, PathOf(id): PathOf<StaffId>) -> Result<Reply, Problem> {
    let record = hub.read(move |db| Ok(staff::find(db, id)?)).await?;
    let version = record.version;
    Ok(Reply::ok(&StaffView::from(record)).version(version))
}
