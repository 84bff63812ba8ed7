//! `DELETE /v1/sessions`

use actix_web::delete;
use actix_web::web::Data;
use persistence::sessions;

use crate::auth::SignedIn;
use crate::http::{Problem, Reply};
use crate::hub::Hub;

/// Sign out everywhere
///
/// Ends every session of one's own, the one in which this is asked for as well: for a telephone that was lost.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "endSessions",
    security(("driver" = []), ("back_office" = [])),
    responses((status = 204, description = "The sessions are over, and their tokens work no more."))
)]
#[delete("/v1/sessions")]
pub async fn end_sessions(me: SignedIn, hub: Data<Hub>) -> Result<Reply, Problem> {
    hub.write(me.author, move |tx| Ok(sessions::sign_out_everywhere(tx, me.owner)?))
        .await?;
    Ok(Reply::no_content())
}
