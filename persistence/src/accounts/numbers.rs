//! The numbers that accounts are known by: those of their licence, and every one they were ever matched by.

use std::collections::{BTreeSet, HashMap};

use domain::ids::AccountId;
use domain::people::Licence;
use domain::rules::attested::Attested;
use domain::rules::licence_number::FRANCE;

use crate::attestations::AttestationRecord;
use crate::dialect::prelude::*;
use crate::each;
use crate::error::Result;
use crate::schema::{accounts, aliases, known_numbers};
use crate::store::{Db, Tx};

/// The numbers that one licence is known by, normalised.
#[derive(Debug, Clone, Copy)]
pub struct Numbers<'a> {
    /// Country that issued it.
    pub country: &'a str,
    /// Number of the title; the NEPH, where no other is known.
    pub number: &'a str,
    /// NEPH.
    pub neph: Option<&'a str>,
}

impl<'a> Numbers<'a> {
    /// Those of a licence.
    pub fn of(licence: &'a Licence) -> Self {
        Self {
            country: &licence.country,
            number: &licence.number,
            neph: licence.neph.as_deref(),
        }
    }

    /// Those of an attestation's driver.
    pub fn of_attested(record: &'a AttestationRecord) -> Self {
        Self {
            country: &record.licence_country,
            number: &record.licence_number,
            neph: record.neph.as_deref(),
        }
    }

    /// Those of the driver of an attestation that is being posted.
    pub fn of_posted(new: &'a Attested) -> Self {
        Self {
            country: &new.licence_country,
            number: &new.licence_number,
            neph: new.neph.as_deref(),
        }
    }

    /// Each with its country, none twice, in one order for everybody.
    pub(crate) fn each(self) -> BTreeSet<(&'a str, &'a str)> {
        let neph = self.neph.map(|neph| (FRANCE, neph));
        std::iter::once((self.country, self.number)).chain(neph).collect()
    }
}

/// The accounts that are, or ever were, known by a number: each as often as it is.
pub(crate) fn numbered_ids(db: &mut Db<'_>, country: &str, number: &str) -> Result<Vec<AccountId>> {
    let by_own = accounts::table
        .filter(accounts::licence_country.eq(Some(country)))
        .filter(accounts::licence_number.eq(Some(number)))
        .select(accounts::id);
    let by_earlier = known_numbers::table
        .filter(known_numbers::country.eq(country))
        .filter(known_numbers::number.eq(number))
        .select(known_numbers::account_id);
    let by_alias = aliases::table
        .filter(aliases::licence_country.eq(country))
        .filter(aliases::licence_number.eq(number))
        .select(aliases::account_id);
    let by_title = by_own.union_all(by_earlier).union_all(by_alias);
    if country != FRANCE {
        return Ok(each!(db.conn, c => by_title.load(c))?);
    }
    let by_own_neph = accounts::table
        .filter(accounts::licence_neph.eq(Some(number)))
        .select(accounts::id);
    let by_neph_of_alias = aliases::table
        .filter(aliases::neph.eq(Some(number)))
        .select(aliases::account_id);
    let by_any = by_title.union_all(by_own_neph).union_all(by_neph_of_alias);
    Ok(each!(db.conn, c => by_any.load(c))?)
}

/// The accounts that were ever known by one of these numbers (country and number), each with those by which it was.
pub(super) fn ever_numbered(
    db: &mut Db<'_>,
    numbers: &BTreeSet<(String, String)>,
) -> Result<HashMap<AccountId, Vec<(String, String)>>> {
    // Both columns, for the sake of the indices: which belong together is for the reader to say.
    let (countries, numbers): (Vec<_>, Vec<_>) = numbers.iter().map(|(country, number)| (country, number)).unzip();
    let mut found: Vec<(AccountId, (String, String))> = known_numbers::table
        .filter(known_numbers::country.eq_any(&countries))
        .filter(known_numbers::number.eq_any(&numbers))
        .select((
            known_numbers::account_id,
            (known_numbers::country, known_numbers::number),
        ))
        .load(db.conn)?;
    let aliased: Vec<(AccountId, (String, String))> = aliases::table
        .filter(aliases::licence_country.eq_any(&countries))
        .filter(aliases::licence_number.eq_any(&numbers))
        .select((aliases::account_id, (aliases::licence_country, aliases::licence_number)))
        .load(db.conn)?;
    let by_neph: Vec<(AccountId, Option<String>)> = aliases::table
        .filter(aliases::neph.eq_any(&numbers).assume_not_null())
        .select((aliases::account_id, aliases::neph))
        .load(db.conn)?;
    let by_neph = by_neph
        .into_iter()
        .filter_map(|(id, neph)| Some((id, (FRANCE.to_owned(), neph?))));
    found.extend(aliased.into_iter().chain(by_neph));
    Ok(by_account(found))
}

/// The numbers that an account was matched by.
pub(super) fn of_account(db: &mut Db<'_>, id: AccountId) -> Result<Vec<(String, String)>> {
    Ok(known_numbers::table
        .filter(known_numbers::account_id.eq(id))
        .order((known_numbers::country, known_numbers::number))
        .select((known_numbers::country, known_numbers::number))
        .load(db.conn)?)
}

/// The same for several accounts.
pub(super) fn of_each(db: &mut Db<'_>, ids: &[AccountId]) -> Result<HashMap<AccountId, Vec<(String, String)>>> {
    let found: Vec<(AccountId, (String, String))> = known_numbers::table
        .filter(known_numbers::account_id.eq_any(ids.iter().copied()))
        .order((known_numbers::account_id, known_numbers::country, known_numbers::number))
        .select((
            known_numbers::account_id,
            (known_numbers::country, known_numbers::number),
        ))
        .load(db.conn)?;
    Ok(by_account(found))
}

/// What was found for several accounts, for each in the order in which it was found.
pub(super) fn by_account<T>(found: impl IntoIterator<Item = (AccountId, T)>) -> HashMap<AccountId, Vec<T>> {
    let mut by_account: HashMap<_, Vec<T>> = HashMap::new();
    for (id, one) in found {
        by_account.entry(id).or_default().push(one);
    }
    by_account
}

/// An account is known by these numbers from now on.
pub(crate) fn remember(tx: &mut Tx<'_>, account_id: AccountId, numbers: Numbers<'_>) -> Result<()> {
    for (country, number) in numbers.each() {
        remember_one(tx, account_id, country, number)?;
    }
    Ok(())
}

fn remember_one(tx: &mut Tx<'_>, account_id: AccountId, country: &str, number: &str) -> Result<()> {
    let row = (
        known_numbers::account_id.eq(account_id),
        known_numbers::country.eq(country),
        known_numbers::number.eq(number),
    );
    each!(tx.conn, c => diesel::insert_into(known_numbers::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}

/// What one account was known by, another is from now on: most of it is that one's already.
pub(super) fn hand_over(tx: &mut Tx<'_>, from: AccountId, to: AccountId) -> Result<()> {
    for (country, number) in of_account(tx, from)? {
        remember_one(tx, to, &country, &number)?;
    }
    forget(tx, from)
}

/// Forgets the numbers that an account was matched by.
pub(super) fn forget(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    diesel::delete(known_numbers::table.filter(known_numbers::account_id.eq(id))).execute(tx.conn)?;
    Ok(())
}
