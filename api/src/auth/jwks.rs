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

/// The keys with which access tokens and signed papers are checked.
#[derive(Debug, Serialize, ToSchema)]
pub struct JwkSet {
    /// The keys: those of access tokens, then those of papers, oldest first.
    keys: Vec<Jwk>,
}

/// One Ed25519 key.
#[derive(Debug, Serialize, ToSchema)]
pub struct Jwk {
    /// Always `OKP`.
    #[schema(example = "OKP")]
    kty: &'static str,
    /// Always `Ed25519`.
    #[schema(example = "Ed25519")]
    crv: &'static str,
    /// Always `EdDSA`.
    #[schema(example = "EdDSA")]
    alg: &'static str,
    /// Always `sig`: it signs.
    #[serde(rename = "use")]
    #[schema(example = "sig")]
    purpose: &'static str,
    /// Its id, as in tokens and papers.
    #[schema(example = "01975b1c7d4e7aaa8bbb0123456789ab")]
    kid: String,
    /// The key, base64url.
    #[schema(example = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")]
    x: String,
}

impl JwkSet {
    /// The keys of these tokens, and those that sign papers.
    pub fn of(tokens: &Tokens, papers: &[PublicKey]) -> Self {
        let keys = tokens.published().iter().chain(papers).map(|key| Jwk {
            kty: "OKP",
            crv: "Ed25519",
            alg: "EdDSA",
            purpose: "sig",
            kid: key.kid.clone(),
            x: URL_SAFE_NO_PAD.encode(&key.public_key),
        });
        Self { keys: keys.collect() }
    }
}
