//! `POST /v1/back-office/training-centres/{id}/credentials`

use actix_web::post;
use actix_web::web::Data;
use domain::access::Scope;
use domain::ids::CentreId;
use persistence::clients::{self, Client};
use persistence::{Error, Tx, centres};
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::Supervisor;
use crate::http::{EmptyBody, PathOf, Problem, Reply};
use crate::hub::{Abort, Hub};

/// Fresh credentials of a training centre. The secret is shown this once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "client_id": "abskilllyon-7k3m9p", "client_secret": "c2VjcmV0IG9mIDMyIGJ5dGVzIGluIGJhc2U2NHVybA", "scope": "attestations"
}))]
pub struct CredentialsBody {
    /// The client id with which the centre's system asks for tokens.
    pub client_id: String,
    /// The secret that goes with `client_id`. Nobody can read it again.
    pub client_secret: String,
    /// The scope of the tokens that the credentials give: always `attestations`.
    scope: Scope,
}

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
    let client = Client {
        client_id: client_id(tx, &centre.name),
        scope: Scope::Attestations,
        centre_id: Some(id),
    };
    let secret = tx.token().text();
    clients::add(tx, &client, &secret)?;
    Ok(CredentialsBody {
        client_id: client.client_id,
        client_secret: secret,
        scope: client.scope,
    })
}

/// A name that says whose it is, and is nobody else's: letters and digits of the centre's name, and six of chance.
fn client_id(tx: &Tx<'_>, name: &str) -> String {
    let mut slug: String = domain::rules::folding::fold(name)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(20)
        .collect();
    if slug.is_empty() {
        slug.push_str("centre");
    }
    let chance: String = tx
        .token()
        .text()
        .to_ascii_lowercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(6)
        .collect();
    format!("{slug}-{chance}")
}
