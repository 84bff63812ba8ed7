//! `DELETE /v1/passkeys/{id}`

use actix_web::delete;
use actix_web::web::Data;
use domain::ids::PasskeyId;
use persistence::passkeys;

use crate::auth::Member;
use crate::http::problem::ProblemDocument;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::second_factor::require_factor;

/// Remove a passkey
///
/// It opens nothing any more, and sessions that were begun by it are over: perhaps the one in which this is asked for. Takes a
/// session with a second factor; whoever has lost all of theirs asks a supervisor
/// (`DELETE /v1/back-office/staff/{id}/second-factor`).
#[utoipa::path(
    tag = "sign-in",
    operation_id = "removePasskey",
    params(("id" = PasskeyId, Path, description = "Identifier (`id`) of the passkey.")),
    security(("back_office" = [])),
    responses(
        (status = 204, description = "The passkey is gone, and its owner told by mail."),
        (status = 403, body = ProblemDocument, content_type = "application/problem+json", description = "Not a member of staff (`forbidden`); or one with a passkey, in a session without (`second_factor_required`).")
    )
)]
#[delete("/v1/passkeys/{id}")]
pub async fn remove_passkey(me: Member, hub: Data<Hub>, PathOf(id): PathOf<PasskeyId>) -> Result<Reply, Problem> {
    hub.write(me.author, move |tx| {
        require_factor(tx, me.id, me.session)?;
        Ok(passkeys::remove(tx, me.id, id)?)
    })
    .await?;
    Ok(Reply::no_content())
}
