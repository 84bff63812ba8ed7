//! How somebody came in for whom a code is on its way. It is kept sealed until the session begins, which tells it.

use domain::ids::{AuthorizationId, PasskeyId};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::keys::Seal;
use crate::oidc::{Proof, Provider};
use crate::sessions::Entry;

/// By which way somebody came in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Entered {
    /// By a password, and a code where one is asked for.
    Password,
    /// At an identity provider, which proved this.
    Provider(Provider, Proof),
    /// By a passkey.
    Passkey(PasskeyId),
}

impl Entered {
    /// How the session comes about.
    pub(super) fn entry(&self) -> Entry {
        match self {
            Self::Password => Entry::Password,
            Self::Provider(_, proof) => Entry::Provider {
                second_factor: proof.second_factor,
            },
            Self::Passkey(id) => Entry::Passkey(*id),
        }
    }

    /// As it is kept with an authorisation: nothing for a password, which is how most people come in.
    pub(super) fn close(&self, seal: &Seal, id: AuthorizationId) -> Result<Option<Vec<u8>>> {
        if let Self::Password = self {
            return Ok(None);
        }
        let text = serde_json::to_vec(self).map_err(|error| Error::Corrupt(error.to_string()))?;
        Ok(Some(seal.close(&context(id), &text)?))
    }

    /// What was kept.
    pub(super) fn open(seal: &Seal, id: AuthorizationId, sealed: Option<&[u8]>) -> Result<Self> {
        let Some(sealed) = sealed else {
            return Ok(Self::Password);
        };
        let text = seal.open(&context(id), sealed);
        let text = text.ok_or_else(|| Error::unopened("an authorisation"))?;
        serde_json::from_slice(&text).map_err(|error| Error::Corrupt(error.to_string()))
    }
}

/// What is sealed of one authorisation opens in no other.
fn context(id: AuthorizationId) -> String {
    format!("authorisation {id}")
}
