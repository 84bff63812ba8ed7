//! `POST /v1/back-office/card-factory/credentials`

use actix_web::post;
use actix_web::web::Data;
use domain::access::Partner;

use crate::auth::Supervisor;
use crate::http::{EmptyBody, Problem, Reply};
use crate::hub::Hub;
use crate::routes::back_office::credentials::issuing::{self, CredentialsBody};

/// Give the card factory credentials
///
/// The credentials that the factory has keep working until they are revoked, so that one takes over from another without a
/// pause.
#[utoipa::path(
    tag = "back-office",
    operation_id = "addFactoryCredentials",
    security(("back_office" = ["supervisor"])),
    responses((status = 201, body = CredentialsBody, description = "The fresh credentials, secret included."))
)]
#[post("/v1/back-office/card-factory/credentials")]
pub async fn add_factory_credentials(supervisor: Supervisor, hub: Data<Hub>, _: EmptyBody) -> Result<Reply, Problem> {
    let credentials = hub
        .write(supervisor.author, |tx| {
            Ok(issuing::issue(tx, Partner::Factory, "card factory")?)
        })
        .await?;
    let location = format!("/v1/back-office/card-factory/credentials/{}", credentials.client_id);
    Ok(Reply::created(location, &credentials).never_stored())
}
