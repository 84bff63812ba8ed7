//! The public keys, as the world reads them (RFC 7517, RFC 8037).
//!
//! `jsonwebtoken::jwk` reads key sets of every kind (`cqc-hub verify` does so by it); these types write one kind, and are
//! what the contract describes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use persistence::keys::PublicKey;
use serde::Serialize;
use utoipa::ToSchema;

use super::Tokens;

/// The keys with which access tokens, signed papers and the seals of the audit trail are checked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "keys": [
        {
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": "01975b1c7d4e7aaa8bbb0123456789ab",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
        }
    ]
}))]
pub struct JwkSet {
    /// The public keys: those of access tokens first, then those of papers, then those of the audit trail's seals, each oldest
    /// first.
    keys: Vec<Jwk>,
}

/// One public key (Ed25519) with which a signature of the hub is checked.
#[derive(Debug, Serialize, ToSchema)]
pub struct Jwk {
    /// Type of the key (RFC 7517): always `OKP`.
    #[schema(example = "OKP")]
    kty: &'static str,
    /// Curve of the key (RFC 8037): always `Ed25519`.
    #[schema(example = "Ed25519")]
    crv: &'static str,
    /// Algorithm of the key's signatures: always `EdDSA`.
    #[schema(example = "EdDSA")]
    alg: &'static str,
    /// What the key is for (RFC 7517): always `sig`, checking signatures.
    #[serde(rename = "use")]
    #[schema(example = "sig")]
    purpose: &'static str,
    /// Identifier of the key: the `kid` in the header of each token and paper that it signed.
    #[schema(example = "01975b1c7d4e7aaa8bbb0123456789ab")]
    kid: String,
    /// The public key itself: 32 bytes, in base64url without padding.
    #[schema(example = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")]
    x: String,
}

impl JwkSet {
    /// The keys of these tokens, and those that sign other things.
    pub fn of(tokens: &Tokens, others: &[PublicKey]) -> Self {
        Self {
            keys: tokens.published().iter().chain(others).map(Jwk::of).collect(),
        }
    }
}

impl Jwk {
    fn of(key: &PublicKey) -> Self {
        Self {
            kty: "OKP",
            crv: "Ed25519",
            alg: "EdDSA",
            purpose: "sig",
            kid: key.kid.clone(),
            x: URL_SAFE_NO_PAD.encode(&key.public_key),
        }
    }
}
