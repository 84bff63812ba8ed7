//! `GET /v1/sessions`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::SessionId;
use persistence::sessions;

use super::session_view::SessionView;
use crate::auth::SignedIn;
use crate::http::output::PageParameters;
use crate::http::{Listing, NoFilter, Page, Problem, Reply};
use crate::hub::Hub;

/// Where am I signed in
///
/// One's own sessions that are still good, newest first.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "listSessions",
    params(PageParameters),
    security(("driver" = []), ("back_office" = [])),
    responses((status = 200, body = Page<SessionView>, description = "A page of one's own sessions, newest first."))
)]
#[get("/v1/sessions")]
pub async fn list_sessions(me: SignedIn, hub: Data<Hub>, list: Listing<NoFilter, SessionId>) -> Result<Reply, Problem> {
    let (owner, after, fetch) = (me.owner, list.after, list.fetch());
    let rows = hub.ask(move |db| Ok(sessions::of(db, owner, after, fetch)?)).await?;
    Ok(list.answer(rows, |row| row.id, |row| SessionView::of(row, Some(me.session))))
}
