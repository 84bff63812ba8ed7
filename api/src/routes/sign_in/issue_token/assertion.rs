//! A machine that signs who it is (`private_key_jwt`): reads what it signed, and looks at the signature.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::oauth::assertion::Claims;
use domain::oauth::keys::PublicKey;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};
use serde_json::{Map, Value, json};

/// The longest assertion that is read.
const LONGEST: usize = 8 * 1024;

/// Whose an assertion says it is; whether that is true, its signature tells.
pub(super) fn client_of(assertion: &str) -> Option<String> {
    let claims = assertion.split('.').nth(1).filter(|_| assertion.len() <= LONGEST)?;
    let claims: Map<String, Value> = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    let subject = claims.get("sub")?.as_str()?;
    (!subject.contains('\0')).then(|| subject.to_owned())
}

/// What an assertion says that bears a good signature of one of these keys.
pub(super) fn verified(assertion: &str, keys: &[PublicKey]) -> Option<Claims> {
    let header = decode_header(assertion).ok()?;
    let algorithm = format!("{:?}", header.alg);
    let mut validation = Validation::new(header.alg);
    validation.required_spec_claims.clear();
    // What the claims mean is judged by the domain, with the hub's own clock.
    validation.validate_exp = false;
    validation.validate_aud = false;
    let fitting = keys
        .iter()
        .filter(|key| key.may_sign(header.kid.as_deref(), &algorithm));
    fitting
        .filter_map(decoding)
        .find_map(|key| decode::<Map<String, Value>>(assertion, &key, &validation).ok())
        .and_then(|token| read(&token.claims))
}

fn decoding(key: &PublicKey) -> Option<DecodingKey> {
    let key: Jwk = serde_json::from_value(json!(key)).ok()?;
    DecodingKey::from_jwk(&key).ok()
}

fn read(claims: &Map<String, Value>) -> Option<Claims> {
    let text = |name: &str| Some(claims.get(name)?.as_str()?.to_owned());
    let audiences = match claims.get("aud")? {
        Value::String(one) => vec![one.clone()],
        Value::Array(several) => several
            .iter()
            .map(|one| one.as_str().map(str::to_owned))
            .collect::<Option<_>>()?,
        _ => return None,
    };
    let since = ["iat", "nbf"]
        .iter()
        .filter_map(|name| claims.get(*name))
        .map(Value::as_i64)
        .collect::<Option<_>>()?;
    Some(Claims {
        issuer: text("iss")?,
        subject: text("sub")?,
        audiences,
        expires_at: claims.get("exp")?.as_i64()?,
        since,
        id: text("jti")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_token_says_nothing() {
        assert_eq!(client_of("nothing"), None);
        assert_eq!(client_of("e30.e30.e30"), None);
        let says = |claims: &Value| client_of(&format!("e30.{}.e30", URL_SAFE_NO_PAD.encode(claims.to_string())));
        assert_eq!(says(&json!({"sub": "lyon"})).as_deref(), Some("lyon"));
        assert_eq!(says(&json!({"sub": 1})), None);
        assert_eq!(verified("e30.e30.e30", &[]), None);
    }
}
