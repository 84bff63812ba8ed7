//! `GET /v1/back-office/oauth-clients/{id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::FrontendId;
use persistence::frontends;

use super::frontend_view::OauthClient;
use crate::auth::Supervisor;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::Hub;

/// A frontend
///
/// Its name, its addresses and its scopes, and when somebody was last let in by it.
#[utoipa::path(
    tag = "back-office",
    operation_id = "getOauthClient",
    params(("id" = FrontendId, Path, description = "Identifier (`id`) of the frontend.")),
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = OauthClient, description = "The frontend, as it is now."))
)]
#[get("/v1/back-office/oauth-clients/{id}")]
pub async fn get_oauth_client(_: Supervisor, hub: Data<Hub>, PathOf(id): PathOf<FrontendId>) -> Result<Reply, Problem> {
    let found = OauthClient::from(hub.ask(move |db| Ok(frontends::find(db, id)?)).await?);
    Ok(Reply::ok(&found).version(found.version))
}
