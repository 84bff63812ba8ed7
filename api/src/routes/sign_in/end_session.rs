//! `DELETE /v1/sessions/{id}`

use actix_web::delete;
use actix_web::web::Data;
use domain::ids::SessionId;
use persistence::sessions;

use crate::auth::SignedIn;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::Hub;

/// Sign out somewhere else
///
/// Ends one of one's own sessions at once: neither its access tokens nor its refresh token work any more.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "endSession",
    params(("id" = SessionId, Path, description = "Identifier (`id`) of the session.")),
    security(("driver" = []), ("back_office" = [])),
    responses((status = 204, description = "The session is over, and its tokens work no more."))
)]
#[delete("/v1/sessions/{id}")]
pub async fn end_session(me: SignedIn, hub: Data<Hub>, PathOf(id): PathOf<SessionId>) -> Result<Reply, Problem> {
    hub.write(me.author, move |tx| Ok(sessions::sign_out(tx, me.owner, id)?))
        .await?;
    Ok(Reply::no_content())
}
