//! `DELETE /v1/oidc/links/{id}`

use actix_web::delete;
use actix_web::web::Data;
use domain::ids::IdentityLinkId;
use persistence::oidc::links;

use crate::auth::SignedIn;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::Hub;

/// Remove a link
///
/// That identity opens this account no more, and sessions that were begun by it are over: perhaps the one in which this is
/// asked for.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "removeOidcLink",
    params(("id" = IdentityLinkId, Path, description = "Identifier (`id`) of the link.")),
    security(("driver" = []), ("back_office" = [])),
    responses((status = 204, description = "The link is gone, and nobody signs in by it any more."))
)]
#[delete("/v1/oidc/links/{id}")]
pub async fn remove_oidc_link(
    me: SignedIn,
    hub: Data<Hub>,
    PathOf(id): PathOf<IdentityLinkId>,
) -> Result<Reply, Problem> {
    hub.write(me.author, move |tx| Ok(links::remove(tx, me.owner, id)?))
        .await?;
    Ok(Reply::no_content())
}
