//! The back office's view of accounts: the work list, and who looks like somebody else.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::account::Stage;
use domain::ids::AccountId;

use super::{AccountRecord, Profile, ProfileRecord};
use crate::error::Result;
use crate::schema::{accounts, profiles};
use crate::store::Db;

/// The stages in which an account is nobody's any more.
const OVER: [Stage; 2] = [Stage::Closed, Stage::Rejected];

/// An account on the work list. An erased one has no person any more.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The account.
    pub account: AccountRecord,
    /// The person.
    pub profile: Option<ProfileRecord>,
    /// Whether another account has the same licence, or the same surname and birth date.
    pub resembles_another: bool,
}

/// Another account that may be the same person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The other account.
    pub id: AccountId,
    /// Where it is.
    pub stage: Stage,
    /// Whether it has the same licence.
    pub same_licence: bool,
    /// Whether it has the same surname and birth date.
    pub same_person: bool,
}

/// Accounts, the oldest first, after `cursor`.
pub fn list(db: &mut Db<'_>, stage: Option<Stage>, cursor: Option<AccountId>, limit: i64) -> Result<Vec<Listed>> {
    let mut query = accounts::table
        .left_join(profiles::table)
        .order(accounts::id)
        .limit(limit)
        .into_boxed();
    if let Some(stage) = stage {
        query = query.filter(accounts::stage.eq(stage));
    }
    if let Some(cursor) = cursor {
        query = query.filter(accounts::id.gt(cursor));
    }
    let rows: Vec<(AccountRecord, Option<ProfileRecord>)> = query
        .select((AccountRecord::as_select(), Option::<ProfileRecord>::as_select()))
        .load(db.conn)?;
    let known = rows
        .iter()
        .filter_map(|(account, person)| Some((account, person.as_ref()?)));
    let others = others(db, &known.collect::<Vec<_>>())?;
    let listed = rows.into_iter().map(|(account, profile)| Listed {
        resembles_another: profile
            .as_ref()
            .is_some_and(|person| others.iter().any(|other| other.resembles(&account, person).is_some())),
        account,
        profile,
    });
    Ok(listed.collect())
}

/// Other accounts, neither closed nor rejected, that may be the same person's.
pub fn duplicates(db: &mut Db<'_>, account: &AccountRecord, profile: &Profile) -> Result<Vec<Duplicate>> {
    let person = ProfileRecord::of(account.id, profile);
    let others = others(db, &[(account, &person)])?;
    Ok(others
        .iter()
        .filter_map(|other| other.resembles(account, &person))
        .collect())
}

/// What two accounts are compared by.
#[derive(Queryable)]
struct Other {
    id: AccountId,
    stage: Stage,
    licence_country: Option<String>,
    licence_number: Option<String>,
    surname_folded: String,
    birth_date: NaiveDate,
}

impl Other {
    fn resembles(&self, account: &AccountRecord, person: &ProfileRecord) -> Option<Duplicate> {
        let same_licence =
            self.licence_number == account.licence_number && self.licence_country == account.licence_country;
        let same_person = self.surname_folded == person.surname_folded && self.birth_date == person.birth_date;
        (self.id != account.id && (same_licence || same_person)).then_some(Duplicate {
            id: self.id,
            stage: self.stage,
            same_licence,
            same_person,
        })
    }
}

/// Every account that shares a licence number or a surname with one of these.
fn others(db: &mut Db<'_>, these: &[(&AccountRecord, &ProfileRecord)]) -> Result<Vec<Other>> {
    let numbers: Vec<_> = these
        .iter()
        .filter_map(|(account, _)| account.licence_number.clone())
        .collect();
    let surnames: Vec<_> = these.iter().map(|(_, person)| person.surname_folded.clone()).collect();
    let shared = accounts::licence_number
        .eq_any(numbers)
        .assume_not_null()
        .or(profiles::surname_folded.eq_any(surnames));
    Ok(accounts::table
        .inner_join(profiles::table)
        .filter(accounts::stage.ne_all(OVER))
        .filter(shared)
        .order(accounts::id)
        .select((
            accounts::id,
            accounts::stage,
            accounts::licence_country,
            accounts::licence_number,
            profiles::surname_folded,
            profiles::birth_date,
        ))
        .load(db.conn)?)
}
