//! One line of another issuer's register.

use domain::account::Stage;
use domain::ids::AccountId;
use domain::people::BirthDate;
use domain::rules::known_qualification::KnownQualification;

use super::{add, of_account};
use crate::accounts::{self, ProfileRecord};
use crate::dialect::prelude::*;
use crate::error::Result;
use crate::schema::{accounts as accounts_table, profiles};
use crate::store::{Db, Tx};

/// The stages of accounts whose driver is known.
const APPROVED: [Stage; 3] = [Stage::AwaitingPassword, Stage::Active, Stage::Suspended];

/// Whose a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// The driver with this account.
    Account(AccountId),
    /// The driver who is, or ever was, known by one of these licence numbers, born on this day as far as both sides know it.
    Licence {
        /// Each number, normalised, after its issuing country (ISO 3166-1 alpha-2).
        numbers: Vec<(String, String)>,
        /// The day of birth.
        birth_date: BirthDate,
    },
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imported {
    /// It is new.
    Added,
    /// It was known already.
    Known,
    /// There is no such driver.
    Nobody,
    /// It may be about more than one driver.
    Several,
}

/// Adds what a register says of one driver, unless it is known already.
pub fn import(tx: &mut Tx<'_>, whom: &Whom, known: &KnownQualification) -> Result<Imported> {
    let account_id = match *drivers(tx, whom)?.as_slice() {
        [] => return Ok(Imported::Nobody),
        [one] => one,
        _ => return Ok(Imported::Several),
    };
    accounts::lock(tx, account_id)?;
    if of_account(tx, account_id)?.iter().any(|one| one.known() == *known) {
        return Ok(Imported::Known);
    }
    add(tx, account_id, known)?;
    Ok(Imported::Added)
}

fn drivers(db: &mut Db<'_>, whom: &Whom) -> Result<Vec<AccountId>> {
    match whom {
        Whom::Account(id) => Ok(accounts_table::table
            .filter(accounts_table::stage.eq_any(APPROVED))
            .filter(accounts_table::id.eq(*id))
            .select(accounts_table::id)
            .load(db.conn)?),
        Whom::Licence { numbers, birth_date } => licensed(db, numbers, *birth_date),
    }
}

fn licensed(db: &mut Db<'_>, numbers: &[(String, String)], birth_date: BirthDate) -> Result<Vec<AccountId>> {
    let mut ids = Vec::new();
    for (country, number) in numbers {
        ids.extend(accounts::numbered_ids(db, country, number)?);
    }
    let rows: Vec<ProfileRecord> = profiles::table
        .inner_join(accounts_table::table)
        .filter(accounts_table::stage.eq_any(APPROVED))
        .filter(accounts_table::id.eq_any(ids))
        .select(ProfileRecord::columns())
        .load(db.conn)?;
    let theirs = rows.into_iter().filter(|row| row.born().agrees_with(birth_date));
    Ok(theirs.map(|row| row.account_id).collect())
}
