//! Access tokens as nobody should get them: made with the hub's own key, or with another.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use tests::hub::SigningKey;

/// Somebody who makes tokens out of the claims of a good one.
pub struct Forger {
    header: Value,
    claims: Value,
    key: SigningKey,
}

impl Forger {
    /// With a good token to copy from, and the hub's key.
    pub fn new(good: &str, key: &SigningKey) -> Self {
        let mut parts = good
            .split('.')
            .map(|part| URL_SAFE_NO_PAD.decode(part).expect("base64url"));
        let mut next = || serde_json::from_slice(&parts.next().expect("a part")).unwrap_or_default();
        Self {
            header: next(),
            claims: next(),
            key: key.clone(),
        }
    }

    /// The same once more: what the others differ from.
    pub fn faithful(&self) -> String {
        self.signed(&self.header, &self.claims)
    }

    /// Every way in which a token is not good.
    pub fn bad(&self) -> Vec<(&'static str, String)> {
        let header = |name: &str, value: Value| tests::with(&self.header, &format!("/{name}"), value);
        let claims = |name: &str, value: Value| tests::with(&self.claims, &format!("/{name}"), value);
        let issued = self.claims["iat"].as_i64().expect("when it was made");
        let mut expired = claims("iat", json!(issued - 3600));
        expired["exp"] = json!(issued - 3000);
        let (unsigned, signature) = self
            .faithful()
            .rsplit_once('.')
            .map(|(all, last)| (all.to_owned(), last.to_owned()))
            .expect("parts");
        vec![
            ("expired", self.signed(&self.header, &expired)),
            (
                "made in the future",
                self.signed(&self.header, &claims("iat", json!(issued + 3600))),
            ),
            (
                "of another type",
                self.signed(&header("typ", json!("JWT")), &self.claims),
            ),
            (
                "for somebody else",
                self.signed(&self.header, &claims("aud", json!("https://elsewhere.example"))),
            ),
            (
                "of another issuer",
                self.signed(&self.header, &claims("iss", json!("https://elsewhere.example"))),
            ),
            (
                "of an unknown key",
                self.signed(&header("kid", json!("unknown")), &self.claims),
            ),
            ("signed with another key", self.forged()),
            (
                "signed by nobody",
                format!("{}.{}.", encoded(&header("alg", json!("none"))), encoded(&self.claims)),
            ),
            ("keyed with what is published", self.confused()),
            (
                "with a broken signature",
                format!("{unsigned}.{}", signature.chars().rev().collect::<String>()),
            ),
            ("no token at all", "abc".to_owned()),
        ]
    }

    /// The same with another claim, properly signed.
    pub fn claiming(&self, name: &str, value: &str) -> String {
        self.signed(
            &self.header,
            &tests::with(&self.claims, &format!("/{name}"), json!(value)),
        )
    }

    fn signed(&self, header: &Value, claims: &Value) -> String {
        sign(header, claims, &EncodingKey::from_ed_der(&self.key.pkcs8))
    }

    fn forged(&self) -> String {
        // PKCS #8 of an Ed25519 key that anybody can make up.
        let pkcs8 = [
            &b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20"[..],
            &[7; 32],
        ]
        .concat();
        sign(&self.header, &self.claims, &EncodingKey::from_ed_der(&pkcs8))
    }

    /// The public key as a shared secret, as in the oldest trick there is.
    fn confused(&self) -> String {
        let header = tests::with(&self.header, "/alg", json!("HS256"));
        sign(&header, &self.claims, &EncodingKey::from_secret(&self.key.public_key))
    }
}

fn sign(header: &Value, claims: &Value, key: &EncodingKey) -> String {
    let mut signed = Header::new(match header["alg"].as_str() {
        Some("HS256") => Algorithm::HS256,
        _ => Algorithm::EdDSA,
    });
    signed.typ = header["typ"].as_str().map(str::to_owned);
    signed.kid = header["kid"].as_str().map(str::to_owned);
    jsonwebtoken::encode(&signed, claims, key).expect("a token")
}

fn encoded(part: &Value) -> String {
    URL_SAFE_NO_PAD.encode(part.to_string())
}
