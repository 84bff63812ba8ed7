//! `PUT /v1/back-office/training-centres/{id}/credentials/{client_id}/keys`

use actix_web::put;
use actix_web::web::Data;
use domain::access::Partner;
use domain::ids::CentreId;

use crate::auth::Supervisor;
use crate::http::{Body, PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::back_office::credentials::keys::{self, ClientKeys};

/// Set the keys of a training centre's credentials
///
/// From now on the centre's system signs in by what it has signed (`private_key_jwt`, RFC 7523), and its secret is refused; with
/// an empty list it is the other way round. A private key stays with the centre: what belongs to one is refused.
#[utoipa::path(
    tag = "back-office",
    operation_id = "setCentreCredentialsKeys",
    params(
        ("id" = CentreId, Path, description = "Identifier (`id`) of the training centre."),
        ("client_id" = String, Path, description = "Client id of the credentials whose keys are set.", example = "abskilllyon-7k3m9p")
    ),
    request_body = ClientKeys,
    security(("back_office" = ["supervisor"])),
    responses((status = 204, description = "The keys are those that were sent, and no others."))
)]
#[put("/v1/back-office/training-centres/{id}/credentials/{client_id}/keys")]
pub async fn set_centre_credentials_keys(
    supervisor: Supervisor,
    hub: Data<Hub>,
    PathOf((id, client_id)): PathOf<(CentreId, String)>,
    Body(sent): Body<ClientKeys>,
) -> Result<Reply, Problem> {
    keys::set(&hub, supervisor.author, Partner::Centre(id), client_id, sent).await
}
