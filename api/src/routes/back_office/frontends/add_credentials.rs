//! `POST /v1/back-office/oauth-clients/{id}/credentials`

use actix_web::post;
use actix_web::web::Data;
use domain::access::Partner;
use domain::ids::FrontendId;
use persistence::frontends;

use crate::auth::Supervisor;
use crate::http::{EmptyBody, PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::back_office::credentials::issuing::{self, CredentialsBody};

/// Give a frontend's operator credentials
///
/// With them the operator's server has itself told what becomes of the cases, cards and accounts of drivers who are signed in
/// by the frontend, at endpoints of its own (`/v1/webhook-endpoints`), and does nothing else. What it has keeps working until it
/// is revoked.
#[utoipa::path(
    tag = "back-office",
    operation_id = "addOauthClientCredentials",
    params(("id" = FrontendId, Path, description = "Identifier (`id`) of the frontend.")),
    security(("back_office" = ["supervisor"])),
    responses((status = 201, body = CredentialsBody, description = "The fresh credentials, secret included."))
)]
#[post("/v1/back-office/oauth-clients/{id}/credentials")]
pub async fn add_oauth_client_credentials(
    supervisor: Supervisor,
    hub: Data<Hub>,
    PathOf(id): PathOf<FrontendId>,
    _: EmptyBody,
) -> Result<Reply, Problem> {
    let credentials = hub
        .write(supervisor.author, move |tx| {
            let frontend = frontends::lock(tx, id)?;
            Ok(issuing::issue(tx, Partner::Frontend(id), &frontend.name)?)
        })
        .await?;
    let location = format!(
        "/v1/back-office/oauth-clients/{id}/credentials/{}",
        credentials.client_id
    );
    Ok(Reply::created(location, &credentials).never_stored())
}
