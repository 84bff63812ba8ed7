//! Keys by which a system signs in instead of by its secret.

use domain::access::Partner;
use domain::oauth::keys::{self, PublicKey};
use persistence::{Author, clients};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::http::{Problem, Reply};
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

/// Sets the keys of a partner's credentials.
pub async fn set(
    hub: &Hub,
    author: Author,
    partner: Partner,
    client_id: String,
    sent: ClientKeys,
) -> Result<Reply, Problem> {
    let keys: Vec<PublicKey> = sent.keys.into_iter().map(Into::into).collect();
    let faults = keys::check(&keys);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let setting = hub.write(author, move |tx| Ok(clients::set_keys(tx, partner, &client_id, &keys)?));
    setting.await?;
    Ok(Reply::no_content())
}
