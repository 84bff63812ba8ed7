//! How deliveries are signed (Standard Webhooks 1.0.0): `v1,` and `v1a,` before the base64 of HMAC-SHA-256 and of
//! Ed25519 over `id.timestamp.body`, separated by spaces; one of each for every secret that signs now.

use aws_lc_rs::hmac::{self, HMAC_SHA256, Key};
use aws_lc_rs::signature::Ed25519KeyPair;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use persistence::webhooks::secrets::SigningSecret;

/// The header `webhook-signature`; none where nothing signs.
pub fn of(secrets: &[SigningSecret], id: &str, timestamp: i64, body: &[u8]) -> Option<String> {
    let signed = [id.as_bytes(), b".", timestamp.to_string().as_bytes(), b".", body].concat();
    let signatures: Option<Vec<String>> = secrets.iter().map(|secret| both(secret, &signed)).collect();
    signatures.filter(|all| !all.is_empty()).map(|all| all.join(" "))
}

fn both(secret: &SigningSecret, signed: &[u8]) -> Option<String> {
    let tag = hmac::sign(&Key::new(HMAC_SHA256, &secret.secret), signed);
    let pair = Ed25519KeyPair::from_pkcs8(&secret.pkcs8).ok()?;
    let signature = pair.sign(signed);
    let (tag, signature) = (STANDARD.encode(tag), STANDARD.encode(signature));
    Some(format!("v1,{tag} v1a,{signature}"))
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::signature::{ED25519, KeyPair as _, UnparsedPublicKey};

    use super::*;

    /// The example of the specification's libraries: `whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw`.
    const SECRET: &str = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    fn secret(pair: &Ed25519KeyPair) -> SigningSecret {
        SigningSecret {
            secret: STANDARD.decode(SECRET).expect("base64"),
            pkcs8: pair.to_pkcs8().expect("a key").as_ref().to_vec(),
        }
    }

    #[test]
    fn signatures_are_those_that_others_make() {
        let pair = Ed25519KeyPair::generate().expect("a key");
        let body = br#"{"test": 2432232314}"#;
        let made = of(&[secret(&pair)], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body).expect("signatures");
        let (symmetric, asymmetric) = made.split_once(' ').expect("two signatures");
        assert_eq!(symmetric, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        let signature = STANDARD
            .decode(asymmetric.strip_prefix("v1a,").expect("of Ed25519"))
            .expect("base64");
        let signed = [b"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.".as_slice(), body].concat();
        let key = UnparsedPublicKey::new(&ED25519, pair.public_key().as_ref());
        assert!(key.verify(&signed, &signature).is_ok());
    }

    #[test]
    fn every_secret_signs_while_one_is_replaced() {
        let pairs = [0; 2].map(|_| Ed25519KeyPair::generate().expect("a key"));
        let secrets = pairs.iter().map(secret).collect::<Vec<_>>();
        let made = of(&secrets, "id", 1, b"{}").expect("signatures");
        assert_eq!(made.split(' ').count(), 4);
        assert_eq!(of(&[], "id", 1, b"{}"), None);
    }
}
