//! JSON Web Signatures by a provider's keys, of what the library does not check: logout tokens and signed userinfo.

use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use openidconnect::core::CoreJsonWebKeySet;
use serde_json::{Map, Value};

/// What may sign: a private key, never a secret that two share.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// The longest token that is read.
const LONGEST: usize = 64 * 1024;
/// The most keys that are tried on one token.
const MOST_KEYS: usize = 16;

/// Why a token is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unsigned {
    /// It names a key that is none of the provider's, as far as they are known.
    NoSuchKey,
    /// It is no token, or its signature is not good.
    Broken,
}

/// The claims of a token that bears a good signature of one of these keys. What they mean is the caller's to judge.
pub(super) fn verify(token: &str, keys: &CoreJsonWebKeySet) -> Result<Map<String, Value>, Unsigned> {
    if token.len() > LONGEST {
        return Err(Unsigned::Broken);
    }
    let header = decode_header(token).map_err(|_| Unsigned::Broken)?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(Unsigned::Broken);
    }
    let mut validation = Validation::new(header.alg);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    let mut outcome = Err(Unsigned::NoSuchKey);
    let fitting = read(keys).filter(|key| may_sign(key, header.kid.as_deref(), header.alg));
    for key in fitting.take(MOST_KEYS) {
        let decoded =
            DecodingKey::from_jwk(&key).and_then(|key| decode::<Map<String, Value>>(token, &key, &validation));
        match decoded {
            Ok(token) => return Ok(token.claims),
            Err(_) => outcome = Err(Unsigned::Broken),
        }
    }
    outcome
}

/// The type that a token says it is of (`typ`).
pub(super) fn type_of(token: &str) -> Option<String> {
    decode_header(token).ok()?.typ
}

/// Whether `aud` names a client, alone or among others.
pub(super) fn is_for(claims: &Map<String, Value>, client_id: &str) -> bool {
    match claims.get("aud") {
        Some(Value::String(one)) => one == client_id,
        Some(Value::Array(several)) => several.iter().any(|one| *one == client_id),
        _ => false,
    }
}

/// The keys, in the words of the other library; those of a kind that it does not know are left out.
fn read(keys: &CoreJsonWebKeySet) -> impl Iterator<Item = Jwk> {
    let document = serde_json::to_value(keys).unwrap_or_default();
    let keys = document["keys"].as_array().cloned().unwrap_or_default();
    keys.into_iter().filter_map(|key| serde_json::from_value(key).ok())
}

fn may_sign(key: &Jwk, kid: Option<&str>, algorithm: Algorithm) -> bool {
    let common = &key.common;
    let is_named = kid.is_none_or(|kid| common.key_id.as_deref() == Some(kid));
    let is_for_signing = common
        .public_key_use
        .as_ref()
        .is_none_or(|purpose| *purpose == PublicKeyUse::Signature);
    let is_of_algorithm = common
        .key_algorithm
        .is_none_or(|own| own.to_string() == format!("{algorithm:?}"));
    is_named && is_for_signing && is_of_algorithm
}
