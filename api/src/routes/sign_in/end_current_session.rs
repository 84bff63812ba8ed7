//! `DELETE /v1/sessions/current`

use actix_web::delete;
use actix_web::web::Data;
use persistence::sessions;

use crate::auth::SignedIn;
use crate::http::{Problem, Reply};
use crate::hub::Hub;

/// Sign out
///
/// Ends the session of the access token that is shown.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "endCurrentSession",
    security(("driver" = []), ("back_office" = [])),
    responses((status = 204, description = "The session is over, and its tokens work no more."))
)]
#[delete("/v1/sessions/current")]
pub async fn end_current_session(me: SignedIn, hub: Data<Hub>) -> Result<Reply, Problem> {
    hub.write(me.author, move |tx| Ok(sessions::sign_out(tx, me.owner, me.session)?))
        .await?;
    Ok(Reply::no_content())
}
