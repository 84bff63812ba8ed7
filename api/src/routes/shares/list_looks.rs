//! `GET /v1/shares/{id}/looks`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::{ShareId, ShareLookId};
use persistence::shares::looks;

use super::look_view::LookView;
use crate::auth::Driver;
use crate::http::output::PageParameters;
use crate::http::{Listing, NoFilter, Page, PathOf, Problem, Reply};
use crate::hub::Hub;

/// Who looked at one of my shares
///
/// When somebody looked, and by which way, newest first. Within ten minutes, several times count once. Who they are is
/// not known, and where they come from is not kept: whoever was given this share, or had it passed on to them.
#[utoipa::path(
    tag = "shares",
    operation_id = "listShareLooks",
    params(("id" = ShareId, Path, description = "Identifier (`id`) of the share."), PageParameters),
    security(("driver" = [])),
    responses((status = 200, body = Page<LookView>, description = "A page of the looks at the share, newest first."))
)]
#[get("/v1/shares/{id}/looks")]
pub async fn list_share_looks(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<ShareId>,
    list: Listing<NoFilter, ShareLookId>,
) -> Result<Reply, Problem> {
    let (account, after, fetch) = (driver.id, list.after, list.fetch());
    let rows = hub.glance(move |db| Ok(looks::list(db, account, id, after, fetch)?));
    Ok(list.answer(rows.await?, |row| row.id, LookView::from))
}
