//! `DELETE /v1/back-office/training-centres/{id}/credentials/{client_id}`

use actix_web::delete;
use actix_web::web::Data;
use domain::access::Partner;
use domain::ids::CentreId;
use persistence::clients;

use crate::auth::Supervisor;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::Hub;

/// Revoke a training centre's credentials
///
/// The credentials stop working at once, and so do tokens made with them.
#[utoipa::path(
    tag = "back-office",
    operation_id = "revokeCentreCredentials",
    params(
        ("id" = CentreId, Path, description = "Identifier (`id`) of the training centre."),
        ("client_id" = String, Path, description = "Client id of the credentials to revoke.", example = "abskilllyon-7k3m9p")
    ),
    security(("back_office" = ["supervisor"])),
    responses((status = 204, description = "The credentials are revoked, and work no more."))
)]
#[delete("/v1/back-office/training-centres/{id}/credentials/{client_id}")]
pub async fn revoke_centre_credentials(
    supervisor: Supervisor,
    hub: Data<Hub>,
    PathOf((id, client_id)): PathOf<(CentreId, String)>,
) -> Result<Reply, Problem> {
    hub.write(supervisor.author, move |tx| {
        Ok(clients::revoke(tx, Partner::Centre(id), &client_id)?)
    })
    .await?;
    Ok(Reply::no_content())
}
