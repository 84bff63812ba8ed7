//! `GET /v1/shares/{id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::ShareId;
use domain::time::legal_date;
use persistence::shares;

use super::share_view::ShareView;
use crate::auth::Driver;
use crate::http::{InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;

/// One of my shares
///
/// What it shows and until when, and how often somebody looked. Neither its link nor its code: they are not kept.
#[utoipa::path(
    tag = "shares",
    operation_id = "getShare",
    params(("id" = ShareId, Path, description = "Identifier (`id`) of the share.")),
    security(("driver" = [])),
    responses((status = 200, body = ShareView, description = "The share, without the ways to it."))
)]
#[get("/v1/shares/{id}")]
pub async fn get_share(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<ShareId>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let account = driver.id;
    let record = hub.ask(move |db| Ok(shares::of_account(db, account, id)?)).await?;
    let version = record.version();
    let today = legal_date(hub.clock.now());
    Ok(Reply::ok(&ShareView::of(record, today, language)).version(version))
}
