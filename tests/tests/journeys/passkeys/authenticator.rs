//! An authenticator with its browser, right or wrong: it makes a key pair, and signs what it is asked.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use tests::{Reading as _, with};

/// Where the frontend of the stories is.
pub const FRONTEND: &str = "http://localhost:3000";

/// Flags of authenticator data (WebAuthn Level 3, 6.1).
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const MAY_BE_BACKED_UP: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const HAS_CREDENTIAL: u8 = 0x40;

/// An authenticator with one passkey.
#[derive(Debug)]
pub struct Authenticator {
    /// The page on which it is asked.
    pub origin: String,
    /// The domain for which it answers.
    pub domain: String,
    /// What it calls its passkey.
    pub credential_id: Vec<u8>,
    /// Whom it believes to be asked for.
    pub user_handle: String,
    /// How often it was used; one that stays at zero does not count.
    pub counter: u32,
    /// Whether its owner unlocked it.
    pub is_unlocked: bool,
    /// Whether its maker keeps a copy.
    pub is_backed_up: bool,
    key: EcdsaKeyPair,
}

impl Authenticator {
    /// A key on a ring, that counts.
    pub fn new(name: &str) -> Self {
        Self {
            origin: FRONTEND.to_owned(),
            domain: "localhost".to_owned(),
            credential_id: sha256(name.as_bytes()),
            user_handle: String::new(),
            counter: 1,
            is_unlocked: true,
            is_backed_up: false,
            key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key pair"),
        }
    }

    /// Makes its passkey, as it is asked; the answer as a browser writes it, with more than anybody asked for.
    pub fn make(&mut self, asked: &Value) -> Value {
        self.user_handle = asked.text("/user/id");
        let data = self.data(HAS_CREDENTIAL, &self.credential());
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec();
        object.extend(length(&data));
        object.extend(&data);
        json!({
            "id": text(&self.credential_id),
            "rawId": text(&self.credential_id),
            "type": "public-key",
            "authenticatorAttachment": "cross-platform",
            "response": {
                "clientDataJSON": text(&self.client_data("webauthn.create", asked)),
                "attestationObject": text(&object),
                "authenticatorData": text(&data),
                "transports": ["usb", "hybrid", "of tomorrow"],
                "publicKeyAlgorithm": -7,
            },
            "clientExtensionResults": {"credProps": {"rk": true, "authenticatorDisplayName": "A key"}, "of tomorrow": [1]},
        })
    }

    /// Shows its passkey, as it is asked; the answer as a browser writes it.
    pub fn show(&mut self, asked: &Value) -> Value {
        if self.counter > 0 {
            self.counter += 1;
        }
        let data = self.data(0, &[]);
        let client_data = self.client_data("webauthn.get", asked);
        let mut signed = data.clone();
        signed.extend(sha256(&client_data));
        let signature = self.key.sign(&SystemRandom::new(), &signed).expect("a signature");
        json!({
            "id": text(&self.credential_id),
            "rawId": text(&self.credential_id),
            "type": "public-key",
            "authenticatorAttachment": "cross-platform",
            "response": {
                "clientDataJSON": text(&client_data),
                "authenticatorData": text(&data),
                "signature": text(signature.as_ref()),
                "userHandle": self.user_handle,
            },
            "clientExtensionResults": {},
        })
    }

    /// What the browser says of who asks.
    fn client_data(&self, kind: &str, asked: &Value) -> Vec<u8> {
        let data = json!({
            "type": kind, "challenge": asked.text("/challenge"), "origin": self.origin, "crossOrigin": false,
        });
        data.to_string().into_bytes()
    }

    /// What the authenticator says of itself.
    fn data(&self, flags: u8, rest: &[u8]) -> Vec<u8> {
        let unlocked = if self.is_unlocked { VERIFIED } else { 0 };
        let backed_up = if self.is_backed_up {
            MAY_BE_BACKED_UP | BACKED_UP
        } else {
            0
        };
        let mut data = sha256(self.domain.as_bytes());
        data.push(PRESENT | unlocked | backed_up | flags);
        data.extend(self.counter.to_be_bytes());
        data.extend(rest);
        data
    }

    /// The passkey: nobody's make, its name, and its public key (RFC 9053, 7.1.1).
    fn credential(&self) -> Vec<u8> {
        let mut credential = vec![0; 16];
        credential.extend(length(&self.credential_id));
        credential.extend(&self.credential_id);
        // An uncompressed point: a sign of that, then the two coordinates.
        let (x, y) = self.key.public_key().as_ref()[1..].split_at(32);
        credential.extend(b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20");
        credential.extend(x);
        credential.extend(b"\x22\x58\x20");
        credential.extend(y);
        credential
    }
}

/// An answer with another text in the place of one.
pub fn altered(answer: &Value, pointer: &str, bytes: &[u8]) -> Value {
    with(answer, pointer, json!(text(bytes)))
}

fn length(bytes: &[u8]) -> [u8; 2] {
    u16::try_from(bytes.len()).expect("a short text").to_be_bytes()
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest(&SHA256, bytes).as_ref().to_vec()
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
