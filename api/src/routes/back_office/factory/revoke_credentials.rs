//! `DELETE /v1/back-office/card-factory/credentials/{client_id}`

use actix_web::delete;
use actix_web::web::Data;
use domain::access::Partner;
use persistence::clients;

use crate::auth::Supervisor;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::Hub;

/// Revoke the card factory's credentials
///
/// The credentials stop working at once, and so do tokens made with them.
#[utoipa::path(
    tag = "back-office",
    operation_id = "revokeFactoryCredentials",
    params(
        ("client_id" = String, Path, description = "Client id of the credentials to revoke.", example = "cardfactory-7k3m9p")
    ),
    security(("back_office" = ["supervisor"])),
    responses((status = 204, description = "The credentials are revoked, and work no more."))
)]
#[delete("/v1/back-office/card-factory/credentials/{client_id}")]
pub async fn revoke_factory_credentials(
    supervisor: Supervisor,
    hub: Data<Hub>,
    PathOf(client_id): PathOf<String>,
) -> Result<Reply, Problem> {
    let revoking = hub.write(supervisor.author, move |tx| {
        Ok(clients::revoke(tx, Partner::Factory, &client_id)?)
    });
    revoking.await?;
    Ok(Reply::no_content())
}
