//! An attestation beside the account that it nearly matches, for the agent who decides.

use super::AttestationRecord;
use crate::accounts::{self, AccountRecord, Profile};
use crate::centres::{self, CentreRecord};
use crate::error::{Error, Result};
use crate::store::Db;

/// What an agent compares.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The attestation.
    pub attestation: AttestationRecord,
    /// Who posted it.
    pub centre: CentreRecord,
    /// Who comes close; none where nobody does, or where the account was erased since.
    pub candidate: Option<(AccountRecord, Profile)>,
}

/// Puts an attestation beside its candidate.
pub fn compare(db: &mut Db<'_>, attestation: AttestationRecord) -> Result<Comparison> {
    let centre = centres::find(db, attestation.centre_id)?;
    let candidate = match attestation.candidate_id {
        Some(account_id) => match accounts::profile(db, account_id) {
            Err(Error::NotFound) => None,
            found => Some(found?),
        },
        None => None,
    };
    Ok(Comparison {
        attestation,
        centre,
        candidate,
    })
}
