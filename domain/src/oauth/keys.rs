//! Public keys that a machine client registers, to sign in by what it signs instead of by a secret (RFC 7517, 7518, 8037).

use serde::{Deserialize, Serialize};

use crate::rules::fault::{Fault, FaultCode};

/// Keys that a client may have at once: the one that signs, the next one, and some for several machines.
pub const MOST_KEYS: usize = 10;
/// Characters of 32 bytes in base64url: a coordinate on P-256, or a key on Ed25519.
const COORDINATE: usize = 43;
/// Characters of a modulus in base64url: of 2,048 and of 4,096 bits.
const MODULUS: std::ops::RangeInclusive<usize> = 342..=683;
/// The longest name of a key.
const LONGEST_NAME: usize = 100;

/// A public key, as RFC 7517 writes it. Only members of public keys are there: a private key is never taken.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PublicKey {
    /// Kind of the key: `OKP`, `EC` or `RSA`.
    pub kty: String,
    /// Its name, which an assertion may say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// The curve: `Ed25519` or `P-256`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crv: Option<String>,
    /// First coordinate, or the key itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<String>,
    /// Second coordinate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
    /// Modulus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<String>,
    /// Exponent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e: Option<String>,
}

impl PublicKey {
    /// The algorithms by which it may sign; none where it is no key that is taken.
    pub fn algorithms(&self) -> &'static [&'static str] {
        let has = |member: &Option<String>, fits: &dyn Fn(usize) -> bool| {
            member
                .as_deref()
                .is_some_and(|text| is_base64url(text) && fits(text.len()))
        };
        let is_coordinate = |member: &Option<String>| has(member, &|length| length == COORDINATE);
        match (self.kty.as_str(), self.crv.as_deref()) {
            ("OKP", Some("Ed25519")) if is_coordinate(&self.x) => &["EdDSA"],
            ("EC", Some("P-256")) if is_coordinate(&self.x) && is_coordinate(&self.y) => &["ES256"],
            ("RSA", None) if has(&self.n, &|length| MODULUS.contains(&length)) && self.e.as_deref() == Some("AQAB") => {
                &["PS256", "RS256"]
            }
            _ => &[],
        }
    }

    /// Whether it may have signed what names a key and an algorithm.
    pub fn may_sign(&self, kid: Option<&str>, algorithm: &str) -> bool {
        kid.is_none_or(|kid| self.kid.as_deref() == Some(kid)) && self.algorithms().contains(&algorithm)
    }
}

/// Every algorithm by which a client may sign.
pub const ALGORITHMS: [&str; 4] = ["EdDSA", "ES256", "PS256", "RS256"];

/// Faults of the keys of a client.
pub fn check(keys: &[PublicKey]) -> Vec<Fault> {
    if keys.len() > MOST_KEYS {
        return vec![Fault::new("keys", FaultCode::TooMany)];
    }
    let judged = keys.iter().enumerate().filter_map(|(index, key)| {
        let is_named_well = key.kid.as_deref().is_none_or(|kid| {
            (1..=LONGEST_NAME).contains(&kid.len()) && kid.bytes().all(|byte| byte.is_ascii_graphic())
        });
        let before = &keys[..index];
        let code = if key.algorithms().is_empty() || !is_named_well {
            FaultCode::Malformed
        } else if before
            .iter()
            .any(|other| other == key || (key.kid.is_some() && other.kid == key.kid))
        {
            FaultCode::Repeated
        } else {
            return None;
        };
        Some(Fault {
            field: format!("keys/{index}").into(),
            ..Fault::new("", code)
        })
    });
    judged.collect()
}

fn is_base64url(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of RFC 8037, appendix A.2.
    fn key() -> PublicKey {
        PublicKey {
            kty: "OKP".to_owned(),
            kid: Some("2026".to_owned()),
            crv: Some("Ed25519".to_owned()),
            x: Some("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".to_owned()),
            ..PublicKey::default()
        }
    }

    #[test]
    fn a_key_signs_by_the_algorithms_of_its_kind() {
        assert!(key().may_sign(Some("2026"), "EdDSA") && key().may_sign(None, "EdDSA"));
        assert!(!key().may_sign(Some("2027"), "EdDSA") && !key().may_sign(None, "ES256"));
        let rsa = |length| PublicKey {
            kty: "RSA".to_owned(),
            n: Some("A".repeat(length)),
            e: Some("AQAB".to_owned()),
            ..PublicKey::default()
        };
        assert_eq!(rsa(342).algorithms(), ["PS256", "RS256"]);
        assert!(rsa(171).algorithms().is_empty(), "1,024 bits");
        let known = [key().algorithms(), &["ES256"], rsa(342).algorithms()].concat();
        assert_eq!(known, ALGORITHMS);
    }

    #[test]
    fn each_key_is_judged_where_it_stands() {
        let secret = PublicKey {
            kty: "oct".to_owned(),
            ..PublicKey::default()
        };
        let found: Vec<_> = check(&[key(), secret, key()])
            .into_iter()
            .map(|fault| (fault.field.into_owned(), fault.code))
            .collect();
        let expected = [("keys/1", FaultCode::Malformed), ("keys/2", FaultCode::Repeated)];
        assert_eq!(found, expected.map(|(field, code)| (field.to_owned(), code)));
        assert_eq!(check(&vec![key(); 11])[0].code, FaultCode::TooMany);
    }
}
