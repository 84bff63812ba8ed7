//! `POST /v1/back-office/card-factory/credentials/{client_id}/secret`

use actix_web::post;
use actix_web::web::Data;
use domain::access::Partner;

use crate::auth::Supervisor;
use crate::http::{Body, PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::back_office::credentials::secret::{self, ReplacedSecret, SecretReplacement};

/// Replace the secret of the card factory's credentials
///
/// The client id stays. The secret before goes on working for some hours, while the factory's system is told of the fresh one; of the
/// secrets before that none does.
#[utoipa::path(
    tag = "back-office",
    operation_id = "replaceFactoryCredentialsSecret",
    params(
        ("client_id" = String, Path, description = "Client id of the credentials whose secret is replaced.", example = "cardfactory-7k3m9p")
    ),
    request_body = SecretReplacement,
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = ReplacedSecret, description = "The fresh secret, and until when the one before works."))
)]
#[post("/v1/back-office/card-factory/credentials/{client_id}/secret")]
pub async fn replace_factory_credentials_secret(
    supervisor: Supervisor,
    hub: Data<Hub>,
    PathOf(client_id): PathOf<String>,
    Body(asked): Body<SecretReplacement>,
) -> Result<Reply, Problem> {
    secret::replaced(&hub, supervisor.author, Partner::Factory, client_id, asked).await
}
