//! Who looks like somebody else: whoever shares a number of a licence with another account, or a name and the birth date.
//!
//! However many look alike, a page of the work list costs the same: for each of its accounts it is enough that there is
//! one other, which is looked up in an index for each thing that two accounts can share.

use std::collections::BTreeSet;

use diesel::dsl::exists;
use domain::account::Stage;
use domain::ids::AccountId;
use domain::rules::licence_number::FRANCE;

use super::known::Named;
use super::{AccountRecord, Numbers, Profile, ProfileRecord, numbers};
use crate::dialect::prelude::*;
use crate::error::Result;
use crate::schema::{accounts, aliases, known_numbers, profiles};
use crate::store::Db;

/// The stages in which an account is nobody's any more.
const OVER: [Stage; 2] = [Stage::Closed, Stage::Rejected];

/// As many accounts as are shown beside one that they resemble.
const MOST: i64 = 100;

/// Another account that may be the same person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// Id of the other account.
    pub id: AccountId,
    /// Stage of the other account.
    pub stage: Stage,
    /// Whether it has the same licence.
    pub same_licence: bool,
    /// Whether it has the same surname and birth date.
    pub same_person: bool,
}

/// Another account than the listed one has a number: as its title, or as its NEPH where the country is France; or was ever
/// known by it. Erased accounts have none.
macro_rules! numbered {
    ($country:expr, $number:expr) => {{
        let other = diesel::alias!(accounts as other);
        let titled = other
            .filter(other.field(accounts::licence_country).eq($country))
            .filter(other.field(accounts::licence_number).eq($number))
            .filter(other.field(accounts::id).ne(accounts::id));
        let remembered = known_numbers::table
            .filter(known_numbers::country.nullable().eq($country))
            .filter(known_numbers::number.nullable().eq($number))
            .filter(known_numbers::account_id.ne(accounts::id));
        let aliased = aliases::table
            .filter(aliases::licence_country.nullable().eq($country))
            .filter(aliases::licence_number.nullable().eq($number))
            .filter(aliases::account_id.ne(accounts::id));
        exists(titled).or(exists(remembered)).or(exists(aliased))
    }};
}

/// The same for a NEPH.
macro_rules! numbered_by_neph {
    ($number:expr) => {{
        let other = diesel::alias!(accounts as other);
        let own = other
            .filter(other.field(accounts::licence_neph).eq($number))
            .filter(other.field(accounts::id).ne(accounts::id));
        let aliased = aliases::table
            .filter(aliases::neph.eq($number))
            .filter(aliases::account_id.ne(accounts::id));
        exists(own).or(exists(aliased))
    }};
}

/// Somebody else than the listed person has a name of theirs in one column, and a birth date that agrees. A date is the days
/// that it can be: two agree where they are, or begin on, the same day, or where one lies within the other.
macro_rules! named {
    ($name:expr, $column:ident) => {{
        let other = diesel::alias!(profiles as other);
        let born = other.field(profiles::birth_date);
        let latest = other.field(profiles::birth_date_latest);
        let namesake = || {
            other
                .filter(other.field(profiles::$column).nullable().eq($name))
                .filter(other.field(profiles::account_id).ne(profiles::account_id))
        };
        let same = namesake().filter(born.eq(profiles::birth_date));
        let within = namesake()
            .filter(born.ge(profiles::birth_date))
            .filter(born.nullable().le(profiles::birth_date_latest));
        let around = namesake()
            .filter(latest.is_not_null())
            .filter(born.le(profiles::birth_date))
            .filter(latest.ge(profiles::birth_date.nullable()));
        exists(same).or(exists(within)).or(exists(around))
    }};
}

/// Those of these accounts that resemble another one.
pub(super) fn among(db: &mut Db<'_>, ids: &[AccountId]) -> Result<BTreeSet<AccountId>> {
    let mut found = sharing_a_number(db, ids)?;
    found.extend(sharing_a_name(db, ids)?);
    Ok(found.into_iter().collect())
}

fn sharing_a_number(db: &mut Db<'_>, ids: &[AccountId]) -> Result<Vec<AccountId>> {
    let is_french = accounts::licence_country.eq(Some(FRANCE)).assume_not_null();
    let by_title = numbered!(accounts::licence_country, accounts::licence_number)
        .or(is_french.and(numbered_by_neph!(accounts::licence_number)));
    let by_neph = numbered!(Some(FRANCE), accounts::licence_neph).or(numbered_by_neph!(accounts::licence_neph));
    Ok(accounts::table
        .filter(accounts::id.eq_any(ids.iter().copied()))
        .filter(by_title.or(by_neph))
        .select(accounts::id)
        .load(db.conn)?)
}

fn sharing_a_name(db: &mut Db<'_>, ids: &[AccountId]) -> Result<Vec<AccountId>> {
    let by_surname = named!(profiles::surname_folded.nullable(), surname_folded)
        .or(named!(profiles::surname_folded.nullable(), usage_name_folded));
    let by_usage_name =
        named!(profiles::usage_name_folded, surname_folded).or(named!(profiles::usage_name_folded, usage_name_folded));
    Ok(profiles::table
        .filter(profiles::account_id.eq_any(ids.iter().copied()))
        .filter(by_surname.or(by_usage_name))
        .select(profiles::account_id)
        .load(db.conn)?)
}

/// Other accounts, neither closed nor rejected, that may be the same person's: a hundred at most.
pub fn duplicates(db: &mut Db<'_>, account: &AccountRecord, profile: &Profile) -> Result<Vec<Duplicate>> {
    let person = ProfileRecord::of(account.id, profile);
    let others = others(db, account, profile)?;
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

/// Accounts that share a licence number with this one, or a name and the birth date, or were ever known by such a number.
fn others(db: &mut Db<'_>, account: &AccountRecord, profile: &Profile) -> Result<Vec<Other>> {
    let identity = &profile.holder.identity;
    let named = Named::new(identity.birth_date, &identity.surname, identity.usage_name.as_deref());
    let mut ids = namesakes(db, &named)?;
    let numbers = numbers_of(account).unwrap_or_default();
    for (country, number) in &numbers {
        ids.extend(numbers::numbered_ids(db, country, number)?);
    }
    let numbers = numbers
        .into_iter()
        .map(|(country, number)| (country.to_owned(), number.to_owned()));
    let remembered = numbers::ever_numbered(db, &numbers.collect())?;
    let rows: Vec<(AccountRecord, ProfileRecord)> = accounts::table
        .inner_join(profiles::table)
        .filter(accounts::id.eq_any(ids))
        .filter(accounts::id.ne(account.id))
        .filter(accounts::stage.ne_all(OVER))
        .order(accounts::id)
        .limit(MOST)
        .select((AccountRecord::columns(), ProfileRecord::columns()))
        .load(db.conn)?;
    let others = rows.into_iter().map(|(account, person)| Other {
        remembered: remembered.get(&account.id).cloned().unwrap_or_default(),
        account,
        person,
    });
    Ok(others.collect())
}

/// Accounts of people with one of these names, born on a day that agrees.
fn namesakes(db: &mut Db<'_>, named: &Named) -> Result<Vec<AccountId>> {
    let (earliest, latest) = (named.born.earliest(), named.born.latest());
    let used = || {
        profiles::usage_name_folded
            .eq_any(named.names.clone())
            .assume_not_null()
    };
    let within = || {
        profiles::table
            .filter(profiles::birth_date.between(earliest, latest))
            .select(profiles::account_id)
            .limit(MOST + 1)
    };
    let around = || {
        profiles::table
            .filter(profiles::birth_date_latest.is_not_null())
            .filter(profiles::birth_date.eq_any(named.vaguer()))
            .select(profiles::account_id)
            .limit(MOST + 1)
    };
    let mut ids: Vec<AccountId> = within()
        .filter(profiles::surname_folded.eq_any(named.names.clone()))
        .load(db.conn)?;
    ids.extend(within().filter(used()).load::<AccountId>(db.conn)?);
    ids.extend(
        around()
            .filter(profiles::surname_folded.eq_any(named.names.clone()))
            .load::<AccountId>(db.conn)?,
    );
    ids.extend(around().filter(used()).load::<AccountId>(db.conn)?);
    Ok(ids)
}
