//! `POST /v1/back-office/oauth-clients/{id}/credentials/{client_id}/secret`

use actix_web::post;
use actix_web::web::Data;
use domain::access::Partner;
use domain::ids::FrontendId;

use crate::auth::Supervisor;
use crate::http::{Body, PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::back_office::credentials::secret::{self, ReplacedSecret, SecretReplacement};

/// Replace the secret of a frontend's operator's credentials
///
/// The client id stays. The secret before goes on working for some hours, while the operator's system is told of the fresh one; of the
/// secrets before that none does.
#[utoipa::path(
    tag = "back-office",
    operation_id = "replaceOauthClientCredentialsSecret",
    params(
        ("id" = FrontendId, Path, description = "Identifier (`id`) of the frontend."),
        ("client_id" = String, Path, description = "Client id of the credentials whose secret is replaced.", example = "transplanning-7k3m9p")
    ),
    request_body = SecretReplacement,
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = ReplacedSecret, description = "The fresh secret, and until when the one before works."))
)]
#[post("/v1/back-office/oauth-clients/{id}/credentials/{client_id}/secret")]
pub async fn replace_oauth_client_credentials_secret(
    supervisor: Supervisor,
    hub: Data<Hub>,
    PathOf((id, client_id)): PathOf<(FrontendId, String)>,
    Body(asked): Body<SecretReplacement>,
) -> Result<Reply, Problem> {
    secret::replaced(&hub, supervisor.author, Partner::Frontend(id), client_id, asked).await
}
