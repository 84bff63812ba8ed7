//! Checks signatures as the libraries of Standard Webhooks do.

use aws_lc_rs::hmac::{self, HMAC_SHA256, Key};
use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tests::receiver::Sent;

fn signed(sent: &Sent) -> Vec<u8> {
    let (id, time) = (sent.header("webhook-id"), sent.header("webhook-timestamp"));
    [id.as_bytes(), b".", time.as_bytes(), b".", &sent.body].concat()
}

fn signatures(sent: &Sent, version: &str) -> Vec<Vec<u8>> {
    let all = sent.header("webhook-signature").split(' ');
    let of_version = all.filter_map(|one| one.split_once(',').filter(|(name, _)| *name == version));
    of_version
        .map(|(_, signature)| STANDARD.decode(signature).expect("base64"))
        .collect()
}

/// Whether it is signed with a secret, `whsec_…`.
pub(super) fn is_signed_for(sent: &Sent, secret: &str) -> bool {
    let secret = secret.strip_prefix("whsec_").expect("a secret");
    let key = Key::new(HMAC_SHA256, &STANDARD.decode(secret).expect("base64"));
    let signed = signed(sent);
    signatures(sent, "v1")
        .iter()
        .any(|signature| hmac::verify(&key, &signed, signature).is_ok())
}

/// Whether it is signed by the key of a public key, `whpk_…`.
pub(super) fn is_signed_by(sent: &Sent, key: &str) -> bool {
    let key = key.strip_prefix("whpk_").expect("a public key");
    let key = UnparsedPublicKey::new(&ED25519, STANDARD.decode(key).expect("base64"));
    let signed = signed(sent);
    signatures(sent, "v1a")
        .iter()
        .any(|signature| key.verify(&signed, signature).is_ok())
}
