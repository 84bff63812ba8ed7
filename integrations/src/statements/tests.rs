use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::json;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// A signer, and its key as the world reads it.
fn signer(kid: &str) -> (Signer, JwkSet) {
    let pair = Ed25519KeyPair::generate().expect("chance");
    let pkcs8 = pair.to_pkcs8().expect("a key").as_ref().to_vec();
    let key = SigningKey {
        kid: kid.to_owned(),
        pkcs8,
    };
    let x = base64(pair.public_key().as_ref());
    let published =
        json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": kid, "x": x}]});
    let published = serde_json::from_value(published).expect("keys");
    (Signer::new(&key, "https://hub.example.org"), published)
}

fn base64(bytes: &[u8]) -> String {
    use ::base64::Engine as _;
    ::base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

fn statement() -> Statement {
    Statement {
        iss: "https://hub.example.org".to_owned(),
        kind: CERTIFICATE.to_owned(),
        code: "7K3M9P2QRSTVWXYZ23456789A".to_owned(),
        surname: "Ștefănescu-Łukasiewicz".to_owned(),
        first_names: "Ζωή".to_owned(),
        birth_date: day("1988-04-17").into(),
        sectors: vec![Sector::Goods],
        valid_from: day("2026-11-20"),
        valid_until: day("2027-03-20"),
    }
}

fn qr_text(signer: &Signer) -> String {
    let text = signer.sign(&statement()).expect("signed");
    format!("{}#{text}", statement().verification_url())
}

#[test]
fn what_was_signed_is_read_back_with_the_published_key_alone() {
    let (signer, published) = signer("a");
    let text = qr_text(&signer);
    assert_eq!(check(&text, &published), Ok(statement()));
    assert_eq!(check(&format!(" {text}\n"), &published), Ok(statement()));
    let (_, alone) = text.split_once('#').expect("a fragment");
    assert_eq!(check(alone, &published), Ok(statement()));
    assert_eq!(text, qr_text(&signer), "the same statement, the same text");
}

#[test]
fn one_changed_letter_proves_nothing() {
    let (signer, published) = signer("a");
    let text = qr_text(&signer);
    for place in 0..text.len() {
        let mut changed = text.clone().into_bytes();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).expect("ASCII");
        assert!(check(&changed, &published).is_err(), "{place}: {changed}");
    }
}

#[test]
fn what_somebody_else_signed_proves_nothing() {
    let ((signer, _), (_, others)) = (signer("a"), self::signer("b"));
    assert_eq!(
        check(&qr_text(&signer), &others),
        Err(Unproven::UnknownKey("a".to_owned()))
    );
    let (_, of_the_same_name) = self::signer("a");
    assert_eq!(
        check(&qr_text(&signer), &of_the_same_name),
        Err(Unproven::WrongSignature)
    );
}

#[test]
fn what_is_no_statement_proves_nothing() {
    let (signer, published) = signer("a");
    for text in ["", "#", "https://hub.example.org/v1/verifications/7K3M9", "a.b.c"] {
        assert_eq!(check(text, &published), Err(Unproven::NoStatement), "{text}");
    }
    let header = Header {
        typ: Some("at+jwt".to_owned()),
        kid: Some("a".to_owned()),
        ..Header::new(Algorithm::EdDSA)
    };
    let token = encode(&header, &statement(), &signer.key).expect("signed");
    assert_eq!(check(&token, &published), Err(Unproven::NoStatement), "an access token");
}
