//! `POST /v1/back-office/training-centres/{id}/credentials`

use actix_web::post;
use actix_web::web::Data;
use domain::access::Partner;
use domain::ids::CentreId;
use persistence::{Error, Tx, centres};

use crate::auth::Supervisor;
use crate::http::{EmptyBody, PathOf, Problem, Reply};
use crate::hub::{Abort, Hub};
use crate::routes::back_office::credentials::issuing::{self, CredentialsBody};

/// Give a training centre credentials
///
/// The credentials that the centre has keep working until they are revoked, so that a secret can be replaced without a
/// pause.
#[utoipa::path(
    tag = "back-office",
    operation_id = "addCentreCredentials",
    params(("id" = CentreId, Path, description = "Identifier (`id`) of the training centre.")),
    security(("back_office" = ["supervisor"])),
    responses((status = 201, body = CredentialsBody, description = "The fresh credentials, secret included."))
)]
#[post("/v1/back-office/training-centres/{id}/credentials")]
pub async fn add_centre_credentials(
    supervisor: Supervisor,
    hub: Data<Hub>,
    PathOf(id): PathOf<CentreId>,
    _: EmptyBody,
) -> Result<Reply, Problem> {
    let credentials = hub
        .write(supervisor.author, move |tx| issue(tx, id).map_err(Abort::from))
        .await?;
    let location = format!(
        "/v1/back-office/training-centres/{id}/credentials/{}",
        credentials.client_id
    );
    Ok(Reply::created(location, &credentials).never_stored())
}

/// Makes credentials for a centre.
pub fn issue(tx: &mut Tx<'_>, id: CentreId) -> Result<CredentialsBody, Error> {
    let centre = centres::lock(tx, id)?;
    issuing::issue(tx, Partner::Centre(id), &centre.name)
}
