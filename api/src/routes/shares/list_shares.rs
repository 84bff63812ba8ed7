//! `GET /v1/shares`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::ShareId;
use domain::time::legal_date;
use persistence::shares;

use super::share_view::ShareView;
use crate::auth::Driver;
use crate::http::output::PageParameters;
use crate::http::{InLanguage, Listing, NoFilter, Page, Problem, Reply};
use crate::hub::Hub;

/// My shares
///
/// What the driver shows to employers, newest first. One that is over is listed for thirty days more.
#[utoipa::path(
    tag = "shares",
    operation_id = "listShares",
    params(PageParameters),
    security(("driver" = [])),
    responses((status = 200, body = Page<ShareView>, description = "A page of the driver's shares, newest first."))
)]
#[get("/v1/shares")]
pub async fn list_shares(
    driver: Driver,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    list: Listing<NoFilter, ShareId>,
) -> Result<Reply, Problem> {
    let (id, after, fetch) = (driver.id, list.after, list.fetch());
    let rows = hub.ask(move |db| Ok(shares::list(db, id, after, fetch)?)).await?;
    let today = legal_date(hub.clock.now());
    Ok(list.answer(rows, |row| row.id, |row| ShareView::of(row, today, language)))
}
