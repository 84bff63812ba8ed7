//! One line of another issuer's register.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::account::Stage;
use domain::ids::AccountId;
use domain::rules::known_qualification::KnownQualification;

use super::{add, of_account};
use crate::accounts;
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
    /// The driver with this licence, born on this day.
    Licence {
        /// The issuing country, ISO 3166-1 alpha-2.
        country: String,
        /// The number, normalised.
        number: String,
        /// The day of birth.
        birth_date: NaiveDate,
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
}

/// Adds what a register says of one driver, unless it is known already.
pub fn import(tx: &mut Tx<'_>, whom: &Whom, known: &KnownQualification) -> Result<Imported> {
    let Some(account_id) = driver(tx, whom)? else {
        return Ok(Imported::Nobody);
    };
    accounts::lock(tx, account_id)?;
    if of_account(tx, account_id)?.iter().any(|one| one.known() == *known) {
        return Ok(Imported::Known);
    }
    add(tx, account_id, known)?;
    Ok(Imported::Added)
}

fn driver(db: &mut Db<'_>, whom: &Whom) -> Result<Option<AccountId>> {
    let approved = accounts_table::table.filter(accounts_table::stage.eq_any(APPROVED));
    let found = match whom {
        Whom::Account(id) => approved
            .filter(accounts_table::id.eq(*id))
            .select(accounts_table::id)
            .first(db.conn),
        Whom::Licence {
            country,
            number,
            birth_date,
        } => approved
            .inner_join(profiles::table)
            .filter(accounts_table::licence_country.eq(country))
            .filter(accounts_table::licence_number.eq(number))
            .filter(profiles::birth_date.eq(*birth_date))
            .select(accounts_table::id)
            .first(db.conn),
    };
    Ok(found.optional()?)
}
