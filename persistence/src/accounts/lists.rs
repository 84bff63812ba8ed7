//! The back office's view of accounts: the work list, and who looks like somebody else.

use std::collections::BTreeSet;

use domain::account::Stage;
use domain::ids::AccountId;

use super::{AccountRecord, Numbers, Profile, ProfileRecord, known};
use crate::dialect::prelude::*;
use crate::each;
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
    let rows: Vec<(AccountRecord, Option<ProfileRecord>)> = each!(db.conn, c => {
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
        query
        .select((AccountRecord::columns(), Option::<ProfileRecord>::columns()))
        .load(c)
    })?;
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
struct Other {
    account: AccountRecord,
    person: ProfileRecord,
    /// The numbers it was ever known by, of those that were asked for.
    remembered: Vec<(String, String)>,
}

impl Other {
    fn resembles(&self, account: &AccountRecord, person: &ProfileRecord) -> Option<Duplicate> {
        let same_licence = numbers_of(account).is_some_and(|numbers| {
            let remembered = self.remembered.iter();
            let mut own = remembered.map(|(country, number)| (country.as_str(), number.as_str()));
            own.any(|one| numbers.contains(&one))
                || numbers_of(&self.account).is_some_and(|its| !its.is_disjoint(&numbers))
        });
        let same_person = shares_name(&self.person, person) && self.person.born().agrees_with(person.born());
        (self.account.id != account.id && (same_licence || same_person)).then_some(Duplicate {
            id: self.account.id,
            stage: self.account.stage,
            same_licence,
            same_person,
        })
    }
}

fn numbers_of(account: &AccountRecord) -> Option<BTreeSet<(&str, &str)>> {
    account.licence().map(Numbers::each)
}

fn shares_name(one: &ProfileRecord, other: &ProfileRecord) -> bool {
    fn names(person: &ProfileRecord) -> impl Iterator<Item = &String> {
        let ProfileRecord {
            surname_folded,
            usage_name_folded,
            ..
        } = person;
        std::iter::once(surname_folded).chain(usage_name_folded)
    }
    names(one).any(|name| names(other).any(|its| its == name))
}

/// Every account that shares a licence number or a surname with one of these, or was ever known by such a number.
fn others(db: &mut Db<'_>, these: &[(&AccountRecord, &ProfileRecord)]) -> Result<Vec<Other>> {
    let numbers: BTreeSet<(String, String)> = these
        .iter()
        .filter_map(|(account, _)| numbers_of(account))
        .flatten()
        .map(|(country, number)| (country.to_owned(), number.to_owned()))
        .collect();
    let surnames: Vec<_> = these
        .iter()
        .flat_map(|(_, person)| std::iter::once(&person.surname_folded).chain(&person.usage_name_folded))
        .cloned()
        .collect();
    let remembered = known::ever_numbered(db, &numbers)?;
    let numbers: Vec<_> = numbers.into_iter().map(|(_, number)| number).collect();
    let shared = accounts::licence_number
        .eq_any(numbers.clone())
        .assume_not_null()
        .or(accounts::licence_neph.eq_any(numbers).assume_not_null())
        .or(profiles::surname_folded.eq_any(surnames.clone()))
        .or(profiles::usage_name_folded.eq_any(surnames).assume_not_null())
        .or(accounts::id.eq_any(remembered.keys().copied().collect::<Vec<_>>()));
    let rows: Vec<(AccountRecord, ProfileRecord)> = accounts::table
        .inner_join(profiles::table)
        .filter(accounts::stage.ne_all(OVER))
        .filter(shared)
        .order(accounts::id)
        .select((AccountRecord::columns(), ProfileRecord::columns()))
        .load(db.conn)?;
    let others = rows.into_iter().map(|(account, person)| Other {
        remembered: remembered.get(&account.id).cloned().unwrap_or_default(),
        account,
        person,
    });
    Ok(others.collect())
}
