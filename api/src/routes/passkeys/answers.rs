//! What an authenticator answers, as browsers write it in JSON (`PublicKeyCredential.toJSON()`, WebAuthn Level 3).
//!
//! Browsers add members as the standard grows: those that the hub does not read are passed over.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use utoipa::ToSchema;
use webauthn_rs::prelude::{PublicKeyCredential, RegisterPublicKeyCredential};

use crate::http::problem::Fault;
use crate::http::{InputFault, Problem};

/// Type of a credential, of which passkeys are one.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
pub enum CredentialType {
    /// A key pair, of which the hub has the public key.
    #[serde(rename = "public-key")]
    PublicKey,
}

/// What the authenticator says of the passkey itself.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename = "open")]
pub struct CredentialProperties {
    /// Whether the authenticator finds it without being told whose it is: `false` is refused.
    rk: Option<bool>,
}

/// What the browser answers to what else was asked.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(rename = "open", rename_all = "camelCase")]
pub struct ClientExtensionResults {
    /// What the authenticator says of the passkey itself.
    cred_props: Option<CredentialProperties>,
}

/// The authenticator's answer to being asked for a passkey.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename = "open", rename_all = "camelCase")]
pub struct AuthenticatorAttestationResponseJSON {
    /// What the browser told the authenticator, base64url without padding.
    #[serde(rename = "clientDataJSON")]
    #[schema(max_length = 4_000)]
    client_data_json: String,
    /// The public key, with what the authenticator says of it, base64url without padding.
    #[schema(max_length = 8_000)]
    attestation_object: String,
}

/// A passkey that was made: what `navigator.credentials.create` resolves to, by its `toJSON()`. Members that are not named
/// here are passed over.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename = "open", rename_all = "camelCase")]
pub struct RegistrationResponseJSON {
    /// What the authenticator calls the passkey, base64url without padding.
    #[schema(max_length = 1_400)]
    id: String,
    /// Once more what the authenticator calls it: the same as `id`.
    #[schema(max_length = 1_400)]
    raw_id: String,
    /// Type of the credential: always `public-key`.
    #[serde(rename = "type")]
    kind: CredentialType,
    /// The authenticator's answer.
    response: AuthenticatorAttestationResponseJSON,
    /// What the browser answers to what else was asked.
    #[serde(default)]
    client_extension_results: ClientExtensionResults,
}

/// The authenticator's answer to being asked to show a passkey.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename = "open", rename_all = "camelCase")]
pub struct AuthenticatorAssertionResponseJSON {
    /// What the browser told the authenticator, base64url without padding.
    #[serde(rename = "clientDataJSON")]
    #[schema(max_length = 4_000)]
    client_data_json: String,
    /// What the authenticator says of itself and of its owner, base64url without padding.
    #[schema(max_length = 4_000)]
    authenticator_data: String,
    /// Signature over both, base64url without padding.
    #[schema(max_length = 2_000)]
    signature: String,
    /// Identifier of the member of staff (`user.id` when it was made), base64url without padding. Without it nobody is meant.
    #[schema(max_length = 100)]
    user_handle: Option<String>,
}

/// A passkey that is shown: what `navigator.credentials.get` resolves to, by its `toJSON()`. Members that are not named here
/// are passed over.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename = "open", rename_all = "camelCase")]
pub struct AuthenticationResponseJSON {
    /// What the authenticator calls the passkey, base64url without padding.
    #[schema(max_length = 1_400)]
    id: String,
    /// Once more what the authenticator calls it: the same as `id`.
    #[schema(max_length = 1_400)]
    raw_id: String,
    /// Type of the credential: always `public-key`.
    #[serde(rename = "type")]
    kind: CredentialType,
    /// The authenticator's answer.
    response: AuthenticatorAssertionResponseJSON,
}

impl RegistrationResponseJSON {
    /// As the library reads it; the places of what is no base64url, or too long, where it cannot.
    pub(super) fn read(&self) -> Result<RegisterPublicKeyCredential, Problem> {
        let response = &self.response;
        bytes(&[
            ("/credential/id", &self.id, 1_400),
            ("/credential/rawId", &self.raw_id, 1_400),
            ("/credential/response/clientDataJSON", &response.client_data_json, 4_000),
            (
                "/credential/response/attestationObject",
                &response.attestation_object,
                8_000,
            ),
        ])?;
        let CredentialType::PublicKey = self.kind;
        let properties = self.client_extension_results.cred_props.as_ref();
        let properties = properties.map(|properties| json!({"rk": properties.rk}));
        same_id(&self.id, &self.raw_id)?;
        made_of(json!({
            "id": self.id,
            "rawId": self.raw_id,
            "type": "public-key",
            "response": {
                "clientDataJSON": response.client_data_json,
                "attestationObject": response.attestation_object,
            },
            "clientExtensionResults": {"credProps": properties},
        }))
    }
}

impl AuthenticationResponseJSON {
    /// As the library reads it; the places of what is no base64url, or too long, where it cannot.
    pub(super) fn read(&self) -> Result<PublicKeyCredential, Problem> {
        let response = &self.response;
        let handle = response.user_handle.as_deref().unwrap_or_default();
        bytes(&[
            ("/credential/id", &self.id, 1_400),
            ("/credential/rawId", &self.raw_id, 1_400),
            ("/credential/response/clientDataJSON", &response.client_data_json, 4_000),
            (
                "/credential/response/authenticatorData",
                &response.authenticator_data,
                4_000,
            ),
            ("/credential/response/signature", &response.signature, 2_000),
            ("/credential/response/userHandle", handle, 100),
        ])?;
        let CredentialType::PublicKey = self.kind;
        same_id(&self.id, &self.raw_id)?;
        made_of(json!({
            "id": self.id,
            "rawId": self.raw_id,
            "type": "public-key",
            "response": {
                "clientDataJSON": response.client_data_json,
                "authenticatorData": response.authenticator_data,
                "signature": response.signature,
                "userHandle": response.user_handle,
            },
            "clientExtensionResults": {},
        }))
    }
}

/// Refuses texts that are too long, or no base64url without padding.
fn bytes(texts: &[(&'static str, &str, usize)]) -> Result<(), Problem> {
    let faults = texts.iter().filter_map(|(place, text, most)| {
        if text.len() > *most {
            Some(Fault::at(*place, InputFault::TooLong).with("max", &most.to_string()))
        } else if URL_SAFE_NO_PAD.decode(text).is_err() {
            Some(Fault::at(*place, InputFault::Malformed))
        } else {
            None
        }
    });
    let faults: Vec<_> = faults.collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::invalid(faults))
    }
}

fn same_id(id: &str, raw_id: &str) -> Result<(), Problem> {
    if id == raw_id {
        Ok(())
    } else {
        Err(Problem::at("/credential/rawId", InputFault::Invalid))
    }
}

fn made_of<T: DeserializeOwned>(answer: serde_json::Value) -> Result<T, Problem> {
    serde_json::from_value(answer).map_err(|_| Problem::at("/credential", InputFault::Invalid))
}
