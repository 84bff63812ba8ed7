//! What a browser hands to an authenticator, as WebAuthn Level 3 writes it in JSON.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use utoipa::ToSchema;
use webauthn_rs::prelude::{CreationChallengeResponse, RequestChallengeResponse};

/// What a passkey is: the only type of credential there is.
const PUBLIC_KEY: &str = "public-key";
/// What is demanded, or asked of the user.
const REQUIRED: &str = "required";

/// Whoever takes the passkey.
#[derive(Debug, Serialize, ToSchema)]
pub struct PasskeyRelyingParty {
    /// Domain for which the passkey is made (RP ID).
    id: String,
    /// Name under which it is shown.
    name: String,
}

/// Whose passkey it will be.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyUser {
    /// Identifier of the member of staff, base64url (RFC 4648, 5) without padding.
    id: String,
    /// Email by which they tell their accounts apart.
    name: String,
    /// Name of the member of staff, to show to them.
    display_name: String,
}

/// A kind of key that may be made.
#[derive(Debug, Serialize, ToSchema)]
pub struct PasskeyParameters {
    /// Type of the credential: always `public-key`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Algorithm by its number (RFC 9053, RFC 8812), the most wanted first.
    alg: i64,
}

/// A passkey that they have.
#[derive(Debug, Serialize, ToSchema)]
pub struct PasskeyDescriptor {
    /// Type of the credential: always `public-key`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What its authenticator calls it, base64url without padding.
    id: String,
}

/// What the authenticator has to be capable of.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasskeySelection {
    /// Whether it finds the passkey without being told whose it is: always `required`.
    resident_key: &'static str,
    /// The same, as older browsers read it: always `true`.
    require_resident_key: bool,
    /// Whether its owner has to unlock it: always `required`.
    user_verification: &'static str,
}

/// What else the authenticator and the browser are asked.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyExtensions {
    /// Whether the authenticator is to say if it finds the passkey by itself: always `true`.
    cred_props: bool,
    /// When the authenticator may show it: always `userVerificationRequired`.
    credential_protection_policy: &'static str,
    /// Whether one that cannot promise this is refused: always `false`, for it is asked each time.
    enforce_credential_protection_policy: bool,
}

/// What to make a passkey by: for `PublicKeyCredential.parseCreationOptionsFromJSON`, and the result for
/// `navigator.credentials.create`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PublicKeyCredentialCreationOptionsJSON)]
pub struct CreationOptions {
    /// Whoever takes the passkey.
    rp: PasskeyRelyingParty,
    /// Whose passkey it will be.
    user: PasskeyUser,
    /// Random bytes to sign, base64url without padding.
    challenge: String,
    /// Kinds of keys that may be made.
    pub_key_cred_params: Vec<PasskeyParameters>,
    /// How long somebody may take, in milliseconds.
    timeout: u32,
    /// Passkeys that they have: an authenticator that holds one makes no second.
    exclude_credentials: Vec<PasskeyDescriptor>,
    /// What the authenticator has to be capable of.
    authenticator_selection: PasskeySelection,
    /// Whether its maker is to be told: always `none`.
    attestation: &'static str,
    /// What else the authenticator and the browser are asked.
    extensions: PasskeyExtensions,
}

/// What to show a passkey by: for `PublicKeyCredential.parseRequestOptionsFromJSON`, and the result for
/// `navigator.credentials.get`. No passkey is named: the authenticator offers those that it has.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PublicKeyCredentialRequestOptionsJSON)]
pub struct RequestOptions {
    /// Random bytes to sign, base64url without padding.
    challenge: String,
    /// How long somebody may take, in milliseconds.
    timeout: u32,
    /// Domain for which the passkey was made (RP ID).
    rp_id: String,
    /// Whether its owner has to unlock it: always `required`.
    user_verification: &'static str,
}

impl From<CreationChallengeResponse> for CreationOptions {
    fn from(asked: CreationChallengeResponse) -> Self {
        let asked = asked.public_key;
        let params = asked.pub_key_cred_params.iter();
        let known = asked.exclude_credentials.iter().flatten();
        Self {
            rp: PasskeyRelyingParty {
                id: asked.rp.id,
                name: asked.rp.name,
            },
            user: PasskeyUser {
                id: text(&asked.user.id),
                name: asked.user.name,
                display_name: asked.user.display_name,
            },
            challenge: text(&asked.challenge),
            pub_key_cred_params: params
                .map(|parameters| PasskeyParameters {
                    kind: PUBLIC_KEY,
                    alg: parameters.alg,
                })
                .collect(),
            timeout: asked.timeout.unwrap_or_default(),
            exclude_credentials: known
                .map(|known| PasskeyDescriptor {
                    kind: PUBLIC_KEY,
                    id: text(&known.id),
                })
                .collect(),
            // The library, which is made for every kind of use, asks for less.
            authenticator_selection: PasskeySelection {
                resident_key: REQUIRED,
                require_resident_key: true,
                user_verification: REQUIRED,
            },
            attestation: "none",
            extensions: PasskeyExtensions {
                cred_props: true,
                credential_protection_policy: "userVerificationRequired",
                enforce_credential_protection_policy: false,
            },
        }
    }
}

impl From<RequestChallengeResponse> for RequestOptions {
    fn from(asked: RequestChallengeResponse) -> Self {
        let asked = asked.public_key;
        Self {
            challenge: text(&asked.challenge),
            timeout: asked.timeout.unwrap_or_default(),
            rp_id: asked.rp_id,
            user_verification: REQUIRED,
        }
    }
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
