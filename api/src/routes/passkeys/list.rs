//! `GET /v1/passkeys`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::PasskeyId;
use persistence::passkeys;

use super::passkey_view::PasskeyView;
use crate::auth::Member;
use crate::http::output::PageParameters;
use crate::http::{Listing, NoFilter, Page, Problem, Reply};
use crate::hub::Hub;

/// My passkeys
///
/// For staff: one's own passkeys, oldest first.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "listPasskeys",
    params(PageParameters),
    security(("back_office" = [])),
    responses((status = 200, body = Page<PasskeyView>, description = "A page of one's own passkeys, oldest first."))
)]
#[get("/v1/passkeys")]
pub async fn list_passkeys(me: Member, hub: Data<Hub>, list: Listing<NoFilter, PasskeyId>) -> Result<Reply, Problem> {
    let (id, after, fetch) = (me.id, list.after, list.fetch());
    let rows = hub.ask(move |db| Ok(passkeys::of(db, id, after, fetch)?)).await?;
    Ok(list.answer(rows, |row| row.id, PasskeyView::from))
}
