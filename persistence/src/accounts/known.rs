//! Whoever an attestation may be about: accounts with everything they are known by, their profile, their numbers, and
//! drivers as attestations described them who are theirs by an agent's word.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::account::Stage;
use domain::ids::{AccountId, AttestationId};
use domain::people::{BirthDate, BirthDatePrecision};
use domain::rules::folding::fold;
use domain::rules::matching::{Person, Title};

use super::numbers::{self, Numbers};
use super::{AccountRecord, Profile, ProfileRecord};
use crate::attestations::AttestationRecord;
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::error::Result;
use crate::schema::{accounts, aliases, profiles};
use crate::store::{Db, Tx};
use crate::{each, locked};

/// A driver as an attestation described them, who is an account's by an agent's word.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = aliases)]
#[diesel(treat_none_as_default_value = false)]
pub struct AliasRecord {
    /// The attestation's id.
    pub id: AttestationId,
    /// The account.
    pub account_id: AccountId,
    /// Surname.
    pub surname: String,
    /// Surname, folded for matching.
    pub surname_folded: String,
    /// Name used, where it is another.
    pub usage_name: Option<String>,
    /// Name used, folded for matching.
    pub usage_name_folded: Option<String>,
    /// First names.
    pub first_names: String,
    /// The first day the date of birth can be.
    pub birth_date: NaiveDate,
    /// How much of it is known.
    pub birth_date_precision: BirthDatePrecision,
    /// Country of the licence.
    pub licence_country: String,
    /// Number of the licence, normalised.
    pub licence_number: String,
    /// NEPH.
    pub neph: Option<String>,
    /// When the agent said so.
    pub created_at: At,
}

impl AliasRecord {
    fn born(&self) -> BirthDate {
        BirthDate::from_parts(self.birth_date, self.birth_date_precision)
    }

    /// The title's number.
    pub(crate) fn title(&self) -> Title<'_> {
        Title {
            country: &self.licence_country,
            number: &self.licence_number,
        }
    }

    /// As matching compares them.
    pub(crate) fn person<'a>(&'a self, titles: &'a [Title<'a>]) -> Person<'a> {
        Person {
            birth_date: self.born(),
            surname: &self.surname,
            usage_name: self.usage_name.as_deref(),
            first_names: &self.first_names,
            neph: self.neph.as_deref(),
            titles,
        }
    }
}

/// An account with everything it is known by.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub id: AccountId,
    pub profile: Profile,
    numbers: Vec<(String, String)>,
    pub aliases: Vec<AliasRecord>,
}

impl Known {
    /// Every title's number it was ever known by.
    pub fn titles(&self) -> Vec<Title<'_>> {
        let licence = &self.profile.holder.licence;
        let own = Title {
            country: &licence.country,
            number: &licence.number,
        };
        let earlier = self.numbers.iter().map(|(country, number)| Title { country, number });
        std::iter::once(own).chain(earlier).collect()
    }

    /// As matching compares them.
    pub fn person<'a>(&'a self, titles: &'a [Title<'a>]) -> Person<'a> {
        let identity = &self.profile.holder.identity;
        Person {
            birth_date: identity.birth_date,
            surname: &identity.surname,
            usage_name: identity.usage_name.as_deref(),
            first_names: &identity.first_names,
            neph: self.profile.holder.licence.neph.as_deref(),
            titles,
        }
    }

    /// Every number by which an attestation of theirs may be found.
    pub fn numbers(&self) -> BTreeSet<(&str, &str)> {
        let earlier = self
            .numbers
            .iter()
            .map(|(country, number)| (country.as_str(), number.as_str()));
        let of_aliases = self.aliases.iter().flat_map(|alias| {
            let neph = alias.neph.as_deref();
            let (country, number) = (alias.licence_country.as_str(), alias.licence_number.as_str());
            Numbers { country, number, neph }.each()
        });
        let own = Numbers::of(&self.profile.holder.licence).each();
        own.into_iter().chain(earlier).chain(of_aliases).collect()
    }

    /// Every birth date with the folded names that go with it.
    pub fn named(&self) -> Vec<Named> {
        let identity = &self.profile.holder.identity;
        let own = Named::new(identity.birth_date, &identity.surname, identity.usage_name.as_deref());
        let aliases = self
            .aliases
            .iter()
            .map(|alias| Named::new(alias.born(), &alias.surname, alias.usage_name.as_deref()));
        std::iter::once(own).chain(aliases).collect()
    }
}

/// Somebody's birth date and folded names: what people are looked for by where their numbers say nothing.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub born: BirthDate,
    pub names: Vec<String>,
}

impl Named {
    pub fn new(born: BirthDate, surname: &str, usage_name: Option<&str>) -> Self {
        let names = std::iter::once(surname).chain(usage_name).map(fold).collect();
        Self { born, names }
    }

    /// The first days under which dates that are known less well than this one, and agree with it, are kept.
    pub fn vaguer(&self) -> [NaiveDate; 2] {
        let first_of = |precision| BirthDate::from_parts(self.born.earliest(), precision).earliest();
        [first_of(BirthDatePrecision::Month), first_of(BirthDatePrecision::Year)]
    }
}

/// Rows of a table with a birth date and a surname that may be somebody's: those of the very same date, and those whose
/// date agrees on what is known and whose surname is the same. What is found so is compared by the domain.
macro_rules! resembling {
    ($table:ident, $named:expr, $other_name:expr) => {{
        let named: &$crate::accounts::known::Named = $named;
        let born = named.born;
        let same_surname = || $table::surname_folded.eq_any(named.names.clone());
        let within = || $table::birth_date.between(born.earliest(), born.latest());
        let around = || {
            $table::birth_date
                .eq_any(named.vaguer())
                .and($table::birth_date_precision.ne(domain::people::BirthDatePrecision::Day))
        };
        // Each of them has an index. What is put in front of the brackets has none.
        $table::birth_date
            .eq(born.earliest())
            .and($table::birth_date_precision.eq(born.precision()))
            .or(within().and(same_surname()))
            .or(within().and($other_name))
            .or(around().and(same_surname()))
            .or(around().and($other_name))
    }};
}
pub(crate) use resembling;

/// Active accounts that an attestation may be about, locked: those with one of its numbers, and those with its birth date
/// or, where that is known in part, with its surname too.
pub(crate) fn candidates(tx: &mut Tx<'_>, record: &AttestationRecord) -> Result<Vec<Known>> {
    let named = Named::new(record.born(), &record.surname, record.usage_name.as_deref());
    let mut ids: BTreeSet<_> = resembling_ids(tx, &named)?.into_iter().collect();
    for (country, number) in Numbers::of_attested(record).each() {
        ids.extend(numbers::numbered_ids(tx, country, number)?);
    }
    known(tx, &ids.into_iter().collect::<Vec<_>>())
}

/// An active account with everything it is known by, locked; none where it is not active.
pub(crate) fn of_account(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<Known>> {
    Ok(known(tx, &[id])?.pop())
}

fn known(tx: &mut Tx<'_>, ids: &[AccountId]) -> Result<Vec<Known>> {
    let rows = locked!(tx.conn, profiles::table
        .inner_join(accounts::table)
        .filter(accounts::id.eq_any(ids.iter().copied()))
        .filter(accounts::stage.eq(Stage::Active))
        .order(accounts::id)
        .select((AccountRecord::columns(), ProfileRecord::columns())) => load::<(AccountRecord, ProfileRecord)>)?;
    let found: Vec<AccountId> = rows.iter().map(|(account, _)| account.id).collect();
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let mut numbers = numbers::of_each(tx, &found)?;
    let mut aliases = aliases_of_each(tx, &found)?;
    let known = rows.into_iter().filter_map(|(account, row)| {
        Some(Known {
            id: account.id,
            profile: account.profile(row)?,
            numbers: numbers.remove(&account.id).unwrap_or_default(),
            aliases: aliases.remove(&account.id).unwrap_or_default(),
        })
    });
    Ok(known.collect())
}

fn resembling_ids(db: &mut Db<'_>, named: &Named) -> Result<Vec<AccountId>> {
    let other_name = || named.names.iter().cloned().map(Some).collect::<Vec<_>>();
    let of_profiles = resembling!(
        profiles,
        named,
        profiles::usage_name_folded.eq_any(other_name()).assume_not_null()
    );
    let of_aliases = resembling!(
        aliases,
        named,
        aliases::usage_name_folded.eq_any(other_name()).assume_not_null()
    );
    let by_profile = profiles::table.filter(of_profiles).select(profiles::account_id);
    let by_alias = aliases::table.filter(of_aliases).select(aliases::account_id);
    let either = by_profile.union_all(by_alias);
    Ok(each!(db.conn, c => either.load(c))?)
}

fn aliases_of_each(db: &mut Db<'_>, ids: &[AccountId]) -> Result<HashMap<AccountId, Vec<AliasRecord>>> {
    let found: Vec<AliasRecord> = aliases::table
        .filter(aliases::account_id.eq_any(ids.iter().copied()))
        .order(aliases::id)
        .select(AliasRecord::columns())
        .load(db.conn)?;
    Ok(numbers::by_account(
        found.into_iter().map(|alias| (alias.account_id, alias)),
    ))
}

/// An attestation's driver is an account's by an agent's word.
pub(crate) fn remember_alias(tx: &mut Tx<'_>, account_id: AccountId, record: &AttestationRecord) -> Result<()> {
    let alias = AliasRecord {
        id: record.id,
        account_id,
        surname: record.surname.clone(),
        surname_folded: record.surname_folded.clone(),
        usage_name: record.usage_name.clone(),
        usage_name_folded: record.usage_name.as_deref().map(fold),
        first_names: record.first_names.clone(),
        birth_date: record.birth_date,
        birth_date_precision: record.birth_date_precision,
        licence_country: record.licence_country.clone(),
        licence_number: record.licence_number.clone(),
        neph: record.neph.clone(),
        created_at: At(tx.now()),
    };
    diesel::delete(aliases::table.find(record.id)).execute(tx.conn)?;
    diesel::insert_into(aliases::table).values(&alias).execute(tx.conn)?;
    Ok(())
}

/// Forgets what an account was known by.
pub(super) fn forget(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    numbers::forget(tx, id)?;
    diesel::delete(aliases::table.filter(aliases::account_id.eq(id))).execute(tx.conn)?;
    Ok(())
}
