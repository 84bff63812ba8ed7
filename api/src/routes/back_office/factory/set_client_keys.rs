//! `PUT /v1/back-office/card-factory/credentials/{client_id}/keys`

use actix_web::put;
use actix_web::web::Data;
use domain::access::Partner;

use crate::auth::Supervisor;
use crate::http::{Body, PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::back_office::credentials::keys::{self, ClientKeys};

/// Set the keys of the card factory's credentials
///
/// From now on the factory's system signs in by what it has signed (`private_key_jwt`, RFC 7523), and its secret is refused; with an
/// empty list it is the other way round. What belongs to a private key is refused.
#[utoipa::path(
    tag = "back-office",
    operation_id = "setFactoryCredentialsKeys",
    params(
        ("client_id" = String, Path, description = "Client id of the credentials whose keys are set.", example = "cardfactory-7k3m9p")
    ),
    request_body = ClientKeys,
    security(("back_office" = ["supervisor"])),
    responses((status = 204, description = "The keys are those that were sent, and no others."))
)]
#[put("/v1/back-office/card-factory/credentials/{client_id}/keys")]
pub async fn set_factory_credentials_keys(
    supervisor: Supervisor,
    hub: Data<Hub>,
    PathOf(client_id): PathOf<String>,
    Body(sent): Body<ClientKeys>,
) -> Result<Reply, Problem> {
    keys::set(&hub, supervisor.author, Partner::Factory, client_id, sent).await
}
