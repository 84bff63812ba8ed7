//! An account with what its analysis looks at beside it.

use domain::ids::AccountId;

use super::former::{self, FormerFile};
use super::{AccountRecord, Duplicate, Profile, duplicates, find, profile};
use crate::error::{Error, Result};
use crate::store::Db;

/// An account, its person, and who else that may be.
#[derive(Debug, Clone)]
pub struct Examined {
    /// The account that is analysed.
    pub account: AccountRecord,
    /// The person; none once erased.
    pub profile: Option<Profile>,
    /// Other accounts that may be the same person's.
    pub duplicates: Vec<Duplicate>,
    /// What the same person left behind.
    pub former: Vec<FormerFile>,
}

/// Reads an account for its analysis.
pub fn examine(db: &mut Db<'_>, id: AccountId) -> Result<Examined> {
    let account = find(db, id)?;
    let profile = match profile(db, id) {
        Ok((_, profile)) => profile,
        Err(Error::NotFound) => {
            return Ok(Examined {
                account,
                profile: None,
                duplicates: Vec::new(),
                former: Vec::new(),
            });
        }
        Err(error) => return Err(error),
    };
    Ok(Examined {
        duplicates: duplicates(db, &account, &profile)?,
        former: former::files_of(db, &profile.holder)?,
        profile: Some(profile),
        account,
    })
}
