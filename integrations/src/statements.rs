//! Signed statements: what a paper says, in a form that can be checked without a network.
//!
//! A compact JWS (RFC 7515, `EdDSA`) of a type of its own, signed with a key that signs nothing else, in the fragment of
//! the address that the paper's QR code holds: a browser that follows the address never sends it.

use chrono::NaiveDate;
use domain::people::BirthDate;
use domain::sector::Sector;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use persistence::keys::SigningKey;
use serde::{Deserialize, Serialize};

/// The `typ` of statements. Access tokens are of another, so that neither is ever taken for the other.
pub const TYPE: &str = "cqc-paper+jwt";

/// Where papers are checked, under the address of the hub that issued them.
const VERIFICATIONS: &str = "/v1/verifications/";

/// What a statement is about: so far only certificates carry one.
pub const CERTIFICATE: &str = "certificate";

/// What a paper says: no more than can be read on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The address of the hub that issued it.
    pub iss: String,
    /// What it is: [`CERTIFICATE`].
    pub kind: String,
    /// The code by which it is checked.
    pub code: String,
    /// Surname.
    pub surname: String,
    /// First names.
    pub first_names: String,
    /// Date of birth, as far as it is known.
    pub birth_date: BirthDate,
    /// The sectors on it.
    pub sectors: Vec<Sector>,
    /// Its first day.
    pub valid_from: NaiveDate,
    /// Its last day.
    pub valid_until: NaiveDate,
}

impl Statement {
    /// Where anybody with a network can check the same paper.
    pub fn verification_url(&self) -> String {
        verification_url(&self.iss, &self.code)
    }
}

/// Where anybody can check the paper with a code. `base` is the hub's own address.
pub fn verification_url(base: &str, code: &str) -> String {
    format!("{base}{VERIFICATIONS}{code}")
}

/// Signs statements.
pub struct Signer {
    key: EncodingKey,
    kid: String,
    issuer: String,
}

impl Signer {
    /// With this key, for the hub at this address.
    pub fn new(key: &SigningKey, issuer: &str) -> Self {
        Self {
            key: EncodingKey::from_ed_der(&key.pkcs8),
            kid: key.kid.clone(),
            issuer: issuer.to_owned(),
        }
    }

    /// Who signs: the hub's address.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The id of the key.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The statement, signed. The same statement gives the same text: Ed25519 signs without chance.
    pub fn sign(&self, statement: &Statement) -> Result<String, jsonwebtoken::errors::Error> {
        encode(&header(TYPE, &self.kid), statement, &self.key)
    }
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer")
            .field("kid", &self.kid)
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

/// Why a text proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unproven {
    /// There is no statement in it.
    #[error("this is no text of a paper's QR code")]
    NoStatement,
    /// Whoever signed it is not among the keys.
    #[error("no published key has the id `{0}`")]
    UnknownKey(String),
    /// It was changed, or signed by somebody else.
    #[error("the signature is not good: this was changed, or forged")]
    WrongSignature,
    /// The address before the statement is not the paper's own.
    #[error("the address does not belong to the statement: this was changed, or forged")]
    WrongAddress,
}

/// Checks the text of a QR code, or the statement alone, against published keys. Says nothing of what became of the
/// paper since it was printed.
pub fn check(text: &str, keys: &JwkSet) -> Result<Statement, Unproven> {
    let (address, signed) = match text.trim().split_once('#') {
        Some((address, signed)) => (Some(address), signed),
        None => (None, text.trim()),
    };
    let header = decode_header(signed).map_err(|_| Unproven::NoStatement)?;
    if header.typ.as_deref() != Some(TYPE) {
        return Err(Unproven::NoStatement);
    }
    let kid = header.kid.ok_or(Unproven::NoStatement)?;
    let key = keys.find(&kid).and_then(|jwk| DecodingKey::from_jwk(jwk).ok());
    let key = key.ok_or(Unproven::UnknownKey(kid))?;
    let statement = decode::<Statement>(signed, &key, &expected())
        .map_err(|_| Unproven::WrongSignature)?
        .claims;
    match address {
        Some(address) if address != statement.verification_url() => Err(Unproven::WrongAddress),
        _ => Ok(statement),
    }
}

/// Of a statement of this type, signed with this key.
pub(crate) fn header(typ: &str, kid: &str) -> Header {
    Header {
        typ: Some(typ.to_owned()),
        kid: Some(kid.to_owned()),
        ..Header::new(Algorithm::EdDSA)
    }
}

/// A paper is no token: it is for everybody, and its own days say how long it holds.
pub(crate) fn expected() -> Validation {
    let mut expected = Validation::new(Algorithm::EdDSA);
    expected.set_required_spec_claims(&["iss"]);
    expected.validate_exp = false;
    expected.validate_aud = false;
    expected
}

#[cfg(test)]
mod tests;
