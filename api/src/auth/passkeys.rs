//! Asking authenticators for passkeys, and judging what they answer (WebAuthn Level 3). What is asked is remembered by
//! whoever calls; nothing is kept here.

use std::sync::Arc;

use actix_web::web;
use domain::ids::StaffId;
use domain::passkey::CEREMONY_TIME;
use persistence::passkeys::PasskeyRecord;
use persistence::passkeys::sign_in::Proof;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use webauthn_rs::prelude::{
    CreationChallengeResponse, Credential, DiscoverableAuthentication, Passkey, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, RequestChallengeResponse, Webauthn, WebauthnBuilder,
    WebauthnError,
};

use crate::config::Passkeys;
use crate::http::Problem;

/// How the hub calls itself to authenticators.
const NAME: &str = "CQC Hub";

/// Whoever takes passkeys: the hub, for one domain. Clones are the same.
#[derive(Debug, Clone)]
pub struct RelyingParty(Arc<Webauthn>);

/// Who registers a passkey.
#[derive(Debug, Clone)]
pub struct Registrant {
    /// Who it is: an authenticator that is asked by nobody's name answers with this.
    pub id: StaffId,
    /// The email, by which they tell their accounts apart.
    pub email: String,
    /// Their name.
    pub name: String,
    /// What authenticators call the passkeys that they have.
    pub known: Vec<Vec<u8>>,
}

/// A passkey that an authenticator made.
#[derive(Debug, Clone)]
pub struct Made {
    /// What the authenticator calls it.
    pub credential_id: Vec<u8>,
    /// What is compared when it is shown.
    pub credential: Value,
    /// Whether it is kept in more than one place.
    pub backed_up: bool,
}

impl RelyingParty {
    /// As it is set.
    pub fn new(settings: &Passkeys) -> Result<Self, WebauthnError> {
        let [first, others @ ..] = settings.origins.as_slice() else {
            return Err(WebauthnError::Configuration);
        };
        let time = CEREMONY_TIME.to_std().map_err(|_| WebauthnError::Configuration)?;
        let builder = WebauthnBuilder::new(&settings.domain, first)?
            .rp_name(NAME)
            .allow_any_port(settings.any_port)
            .timeout(time);
        let builder = others.iter().fold(builder, WebauthnBuilder::append_allowed_origin);
        builder.build().map(|webauthn| Self(Arc::new(webauthn)))
    }

    /// What an authenticator is asked that is to make a passkey, and what its answer is compared with.
    pub fn ask_to_register(&self, who: &Registrant) -> Result<(CreationChallengeResponse, Vec<u8>), Problem> {
        let begun = self
            .0
            .start_passkey_registration(who.id.0, &who.email, &who.name, Some(who.known.clone()));
        let (asked, state) = begun.map_err(Problem::internal)?;
        Ok((asked, written(&state)?))
    }

    /// The passkey that was made; none where the answer is not what was asked for.
    pub async fn registered(
        &self,
        state: Vec<u8>,
        answer: RegisterPublicKeyCredential,
    ) -> Result<Option<Made>, Problem> {
        let party = self.clone();
        at_work(move || {
            let state: PasskeyRegistration = read(&state)?;
            // Nobody's name is asked for at sign-in: what its authenticator cannot find by itself would never be shown.
            let is_found = |answer: &RegisterPublicKeyCredential| {
                let properties = answer.extensions.cred_props.as_ref();
                properties.and_then(|properties| properties.rk) != Some(false)
            };
            match party.0.finish_passkey_registration(&answer, &state) {
                Ok(passkey) if is_found(&answer) => Made::of(passkey).map(Some),
                Ok(_) => Ok(None),
                Err(error) => {
                    tracing::debug!(%error, "a passkey was not taken");
                    Ok(None)
                }
            }
        })
        .await
    }

    /// What an authenticator is asked that is to show a passkey, whosever it is, and what its answer is compared with.
    pub fn ask_to_sign_in(&self) -> Result<(RequestChallengeResponse, Vec<u8>), Problem> {
        let (asked, state) = self.0.start_discoverable_authentication().map_err(Problem::internal)?;
        Ok((asked, written(&state)?))
    }

    /// What an answer proves of a passkey.
    pub async fn shown(
        &self,
        state: Vec<u8>,
        answer: PublicKeyCredential,
        passkey: PasskeyRecord,
    ) -> Result<Proof, Problem> {
        let party = self.clone();
        at_work(move || {
            let state: DiscoverableAuthentication = read(&state)?;
            let kept: Passkey = serde_json::from_value(passkey.credential.into_inner()).map_err(Problem::internal)?;
            match party.0.identify_discoverable_authentication(&answer) {
                Ok((owner, _)) if owner == passkey.staff_id.0 => {}
                _ => return Ok(Proof::Nothing),
            }
            party.judge(&answer, state, kept)
        })
        .await
    }

    fn judge(
        &self,
        answer: &PublicKeyCredential,
        state: DiscoverableAuthentication,
        mut kept: Passkey,
    ) -> Result<Proof, Problem> {
        match self.0.finish_discoverable_authentication_v2(answer, state, &kept) {
            Ok(result) if result.user_verified() => {
                kept.update_credential(&result);
                let made = Made::of(kept)?;
                Ok(Proof::Proven {
                    credential: made.credential,
                    backed_up: made.backed_up,
                })
            }
            Ok(_) => Ok(Proof::Nothing),
            Err(WebauthnError::CredentialPossibleCompromise) => Ok(Proof::Cloned),
            Err(error) => {
                tracing::debug!(%error, "a passkey opened nothing");
                Ok(Proof::Nothing)
            }
        }
    }
}

impl Made {
    fn of(passkey: Passkey) -> Result<Self, Problem> {
        let written = serde_json::to_value(&passkey).map_err(Problem::internal)?;
        let credential = Credential::from(passkey);
        Ok(Self {
            credential_id: credential.cred_id,
            credential: written,
            backed_up: credential.backup_state,
        })
    }
}

/// Signatures take a while: not on a thread that answers.
async fn at_work<T: Send + 'static>(work: impl FnOnce() -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
    web::block(work).await.map_err(Problem::internal)?
}

fn written(state: &impl Serialize) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec(state).map_err(Problem::internal)
}

fn read<T: DeserializeOwned>(state: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(state).map_err(Problem::internal)
}

#[cfg(test)]
mod tests;
