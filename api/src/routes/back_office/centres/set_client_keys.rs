//! `PUT /v1/back-office/training-centres/{id}/credentials/{client_id}/keys`

use actix_web::put;
use actix_web::web::Data;
use domain::ids::CentreId;
use domain::oauth::keys::{self, PublicKey};
use persistence::clients;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::auth::Supervisor;
use crate::http::{Body, PathOf, Problem, Reply};
use crate::hub::Hub;

/// The public keys of a machine client, as a JSON Web Key Set (RFC 7517).
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"keys": [{
    "kty": "OKP", "crv": "Ed25519", "kid": "2026", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
}]}))]
pub struct ClientKeys {
    /// The keys, ten at the most. An empty list goes back to the secret.
    #[schema(max_items = 10)]
    keys: Vec<ClientKey>,
}

/// A public key of a machine client, as RFC 7517 writes it: on Ed25519 or P-256, or RSA of 2,048 bits at least.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kty": "OKP", "crv": "Ed25519", "kid": "2026", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
}))]
pub struct ClientKey {
    /// Kind of the key: `OKP`, `EC` or `RSA`.
    #[schema(max_length = 10)]
    kty: String,
    /// Name of the key, which an assertion may say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    kid: Option<String>,
    /// Curve of the key: `Ed25519` or `P-256`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 10)]
    crv: Option<String>,
    /// First coordinate of the key, or the key itself, in base64url.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 43)]
    x: Option<String>,
    /// Second coordinate of the key on P-256, in base64url.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 43)]
    y: Option<String>,
    /// Modulus of an RSA key, in base64url.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 683)]
    n: Option<String>,
    /// Exponent of an RSA key, in base64url: `AQAB`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 4)]
    e: Option<String>,
}

impl From<ClientKey> for PublicKey {
    fn from(key: ClientKey) -> Self {
        let ClientKey {
            kty,
            kid,
            crv,
            x,
            y,
            n,
            e,
        } = key;
        Self {
            kty,
            kid,
            crv,
            x,
            y,
            n,
            e,
        }
    }
}

impl From<PublicKey> for ClientKey {
    fn from(key: PublicKey) -> Self {
        let PublicKey {
            kty,
            kid,
            crv,
            x,
            y,
            n,
            e,
        } = key;
        Self {
            kty,
            kid,
            crv,
            x,
            y,
            n,
            e,
        }
    }
}

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
    let keys: Vec<PublicKey> = sent.keys.into_iter().map(Into::into).collect();
    let faults = keys::check(&keys);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    hub.write(supervisor.author, move |tx| {
        Ok(clients::set_keys(tx, id, &client_id, &keys)?)
    })
    .await?;
    Ok(Reply::no_content())
}
