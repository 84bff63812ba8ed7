//! `DELETE /v1/back-office/oauth-clients/{id}/credentials/{client_id}`

use actix_web::delete;
use actix_web::web::Data;
use domain::access::Partner;
use domain::ids::FrontendId;
use persistence::clients;

use crate::auth::Supervisor;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::Hub;

/// Revoke a frontend's operator's credentials
///
/// The credentials stop working at once, and so do tokens made with them. Endpoints stay, and are told as before.
#[utoipa::path(
    tag = "back-office",
    operation_id = "revokeOauthClientCredentials",
    params(
        ("id" = FrontendId, Path, description = "Identifier (`id`) of the frontend."),
        ("client_id" = String, Path, description = "Client id of the credentials to revoke.", example = "transplanning-7k3m9p")
    ),
    security(("back_office" = ["supervisor"])),
    responses((status = 204, description = "The credentials are revoked, and work no more."))
)]
#[delete("/v1/back-office/oauth-clients/{id}/credentials/{client_id}")]
pub async fn revoke_oauth_client_credentials(
    supervisor: Supervisor,
    hub: Data<Hub>,
    PathOf((id, client_id)): PathOf<(FrontendId, String)>,
) -> Result<Reply, Problem> {
    let revoking = hub.write(supervisor.author, move |tx| {
        Ok(clients::revoke(tx, Partner::Frontend(id), &client_id)?)
    });
    revoking.await?;
    Ok(Reply::no_content())
}
