//! Accounts: the lifecycle and the keys that must be unique; and the profile, erased as a whole.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::account::Stage;
use domain::ids::AccountId;
use domain::people::{Address, BirthDate, BirthDatePrecision, Holder, Identity, Language, Licence};
use domain::rules::folding::fold;
use domain::rules::licence_in_force::CategoryExpiry;
use domain::rules::licence_number::FRANCE;
use domain::sector::LicenceCategory;

use crate::dialect::prelude::*;
use crate::dialect::{self, At, Stored};
use crate::error::{Error, Result};
use crate::schema::{accounts, profiles};
use crate::store::{Db, Tx};
use crate::{attestations, literal, locked};

pub mod closing;
pub mod correction;
pub mod decisions;
mod effects;
pub mod email;
pub mod examined;
pub mod former;
pub(crate) mod known;
mod lists;
pub(crate) mod numbers;
pub mod passwords;
mod registration;
mod resemblance;
mod waiting;

pub use effects::Input;
pub use known::AliasRecord;
pub use lists::{Listed, list};
pub use numbers::Numbers;
pub(crate) use numbers::numbered_ids;
pub use registration::{ConsentRecord, Registration, consents, register};
pub use resemblance::{Duplicate, duplicates};
pub use waiting::{announce_lapse, call_agents, lapse};

/// An account, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = accounts)]
#[diesel(treat_none_as_default_value = false)]
pub struct AccountRecord {
    /// Its id.
    pub id: AccountId,
    /// Raised by every change.
    pub version: i32,
    /// Where it is.
    pub stage: Stage,
    /// The email to sign in with, lower-cased; none once erased.
    pub email: Option<String>,
    /// The licence's country; none once erased.
    pub licence_country: Option<String>,
    /// The licence's number, normalised; none once erased.
    pub licence_number: Option<String>,
    /// The password's hash, once chosen.
    pub password_hash: Option<String>,
    /// Why it was decided as it was.
    pub decision_reason: Option<String>,
    /// When it was asked for.
    pub created_at: At,
    /// When it last changed.
    pub updated_at: At,
    /// The NEPH; none once erased.
    pub licence_neph: Option<String>,
}

/// What is known about the person of an account, beyond the keys.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = profiles)]
#[diesel(treat_none_as_null = true)]
#[diesel(primary_key(account_id))]
pub struct ProfileRecord {
    /// Whose it is.
    pub account_id: AccountId,
    /// The language they are written to in.
    pub language: Language,
    /// Phone number, E.164.
    pub phone: Option<String>,
    /// Surname.
    pub surname: String,
    /// Surname, folded for matching.
    pub surname_folded: String,
    /// First names.
    pub first_names: String,
    /// The first day the date of birth can be.
    pub birth_date: NaiveDate,
    /// Town of birth.
    pub birth_place: String,
    /// Country of birth.
    pub birth_country: String,
    /// Postal address.
    pub address: Stored<Address>,
    /// The licence's categories.
    pub licence_categories: Stored<Vec<LicenceCategory>>,
    /// The licence's day of issue.
    pub licence_issued_on: Option<NaiveDate>,
    /// The licence's last day.
    pub licence_expires_on: Option<NaiveDate>,
    /// How much of the date of birth is known.
    pub birth_date_precision: BirthDatePrecision,
    /// Name used, where it is another than the surname.
    pub usage_name: Option<String>,
    /// Name used, folded for matching.
    pub usage_name_folded: Option<String>,
    /// The last days of the licence's categories.
    pub licence_category_expiries: Stored<Vec<CategoryExpiry>>,
    /// The last day the date of birth can be, where not all of it is known.
    pub birth_date_latest: Option<NaiveDate>,
}

/// Who somebody says they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The email to sign in with, lower-cased.
    pub email: String,
    /// The language to write in.
    pub language: Language,
    /// Phone number, E.164.
    pub phone: Option<String>,
    /// Identity and licence.
    pub holder: Holder,
    /// Postal address.
    pub address: Address,
}

impl ProfileRecord {
    /// The rows' form of a profile.
    pub fn of(account_id: AccountId, profile: &Profile) -> Self {
        let Holder { identity, licence } = &profile.holder;
        Self {
            account_id,
            language: profile.language,
            phone: profile.phone.clone(),
            surname: identity.surname.clone(),
            surname_folded: fold(&identity.surname),
            first_names: identity.first_names.clone(),
            birth_date: identity.birth_date.earliest(),
            birth_place: identity.birth_place.clone(),
            birth_country: identity.birth_country.clone(),
            address: Stored(profile.address.clone()),
            licence_categories: Stored(licence.categories.clone()),
            licence_issued_on: licence.issued_on,
            licence_expires_on: licence.expires_on,
            birth_date_precision: identity.birth_date.precision(),
            usage_name: identity.usage_name.clone(),
            usage_name_folded: identity.usage_name.as_deref().map(fold),
            licence_category_expiries: Stored(licence.category_expiries.clone()),
            birth_date_latest: latest_if_vague(identity.birth_date),
        }
    }

    /// Date of birth, as far as it is known.
    pub fn born(&self) -> BirthDate {
        BirthDate::from_parts(self.birth_date, self.birth_date_precision)
    }
}

fn latest_if_vague(birth_date: BirthDate) -> Option<NaiveDate> {
    birth_date.known().is_none().then(|| birth_date.latest())
}

impl AccountRecord {
    /// The licence's numbers; none once erased.
    pub fn licence(&self) -> Option<Numbers<'_>> {
        Some(Numbers {
            country: self.licence_country.as_deref()?,
            number: self.licence_number.as_deref()?,
            neph: self.licence_neph.as_deref(),
        })
    }

    /// The profile that this account and its row make together; none once erased.
    pub fn profile(&self, row: ProfileRecord) -> Option<Profile> {
        let birth_date = row.born();
        Some(Profile {
            email: self.email.clone()?,
            language: row.language,
            phone: row.phone,
            holder: Holder {
                identity: Identity {
                    surname: row.surname,
                    usage_name: row.usage_name,
                    first_names: row.first_names,
                    birth_date,
                    birth_place: row.birth_place,
                    birth_country: row.birth_country,
                },
                licence: Licence {
                    country: self.licence_country.clone()?,
                    number: self.licence_number.clone()?,
                    neph: self.licence_neph.clone(),
                    categories: row.licence_categories.0,
                    issued_on: row.licence_issued_on,
                    expires_on: row.licence_expires_on,
                    category_expiries: row.licence_category_expiries.0,
                },
            },
            address: row.address.0,
        })
    }
}

/// One account.
pub fn find(db: &mut Db<'_>, id: AccountId) -> Result<AccountRecord> {
    Ok(accounts::table
        .find(id)
        .select(AccountRecord::columns())
        .first(db.conn)?)
}

/// As [`find`], locked until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, id: AccountId) -> Result<AccountRecord> {
    Ok(locked!(tx.conn, accounts::table.find(id).select(AccountRecord::columns()) => first::<AccountRecord>)?)
}

/// As [`lock`], with the locks of matching taken before it: for whatever makes an account active, so that an
/// attestation posted at that very moment meets it.
pub fn lock_with_licence(tx: &mut Tx<'_>, id: AccountId) -> Result<AccountRecord> {
    if let Some(profile) = kept_profile(tx, id)? {
        hold_matching(tx, id, &profile.holder)?;
    }
    lock(tx, id)
}

fn kept_profile(db: &mut Db<'_>, id: AccountId) -> Result<Option<Profile>> {
    match profile(db, id) {
        Ok((_, profile)) => Ok(Some(profile)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Keeps every other matching of this person waiting until the transaction ends.
fn hold_matching(tx: &mut Tx<'_>, id: AccountId, holder: &Holder) -> Result<()> {
    let earlier = numbers::of_account(tx, id)?;
    let earlier = earlier
        .iter()
        .map(|(country, number)| (country.as_str(), number.as_str()));
    let numbers = Numbers::of(&holder.licence).each().into_iter().chain(earlier);
    hold(tx, numbers, [holder.identity.birth_date])
}

/// Keeps every other matching on these numbers (country and number) waiting until the transaction ends, and of everybody
/// born in one of these years: whoever comes close with another licence is met as well, and of some no more than the year
/// is known. Numbers before years, and each in their order: so everybody takes them.
pub(crate) fn hold<'a>(
    tx: &mut Tx<'_>,
    numbers: impl IntoIterator<Item = (&'a str, &'a str)>,
    births: impl IntoIterator<Item = BirthDate>,
) -> Result<()> {
    let numbers: BTreeSet<_> = numbers.into_iter().collect();
    let years: BTreeSet<_> = births.into_iter().map(BirthDate::year).collect();
    let numbers = numbers
        .iter()
        .map(|(country, number)| format!("licence:{country}:{number}"));
    let keys: Vec<_> = numbers.chain(years.iter().map(|year| format!("born:{year}"))).collect();
    Ok(dialect::advisory_locks(tx.conn, &keys)?)
}

/// The account that has an email and is neither closed nor rejected.
pub fn by_email(db: &mut Db<'_>, email: &str) -> Result<Option<AccountRecord>> {
    Ok(accounts::table
        .filter(accounts::email.eq(email))
        // As the index on emails says it.
        .filter(literal::is_none_of("accounts.stage", &[Stage::Closed, Stage::Rejected]))
        .select(AccountRecord::columns())
        .first(db.conn)
        .optional()?)
}

/// An account with its profile; not found once erased.
pub fn profile(db: &mut Db<'_>, id: AccountId) -> Result<(AccountRecord, Profile)> {
    let (account, row): (AccountRecord, ProfileRecord) = accounts::table
        .inner_join(profiles::table)
        .filter(accounts::id.eq(id))
        .select((AccountRecord::columns(), ProfileRecord::columns()))
        .first(db.conn)?;
    let profile = account.profile(row).ok_or(Error::NotFound)?;
    Ok((account, profile))
}

/// The person of an account, as a card or certificate needs them.
pub fn holder(db: &mut Db<'_>, id: AccountId) -> Result<Holder> {
    Ok(profile(db, id)?.1.holder)
}

/// Replaces the profile of a locked account and raises its version.
pub fn put_profile(tx: &mut Tx<'_>, account: &AccountRecord, profile: &Profile) -> Result<AccountRecord> {
    let now = At(tx.now());
    let licence = &profile.holder.licence;
    diesel::update(accounts::table.find(account.id))
        .set((
            accounts::email.eq(Some(&profile.email)),
            accounts::licence_country.eq(Some(&licence.country)),
            accounts::licence_number.eq(Some(&licence.number)),
            accounts::licence_neph.eq(licence.neph.as_ref()),
            accounts::version.eq(account.version + 1),
            accounts::updated_at.eq(now),
        ))
        .execute(tx.conn)?;
    diesel::update(profiles::table.find(account.id))
        .set(&ProfileRecord::of(account.id, profile))
        .execute(tx.conn)?;
    find(tx, account.id)
}

/// The identity and licence that an agent examined become the account's. Attestations that were waiting for this person
/// are matched. (The locks of matching come after the account's here, against the usual order: two transactions that
/// meet so are told apart by the database, and the store runs one of them again.)
pub fn copy_identity(tx: &mut Tx<'_>, id: AccountId, holder: &Holder) -> Result<()> {
    let account = lock(tx, id)?;
    let (_, known) = profile(tx, id)?;
    if known.holder == *holder {
        return Ok(());
    }
    let corrected = Profile {
        holder: holder.clone(),
        ..known
    };
    // The number that was examined before stays one of theirs.
    if let Some(before) = account.licence() {
        numbers::remember(tx, id, before)?;
    }
    put_profile(tx, &account, &corrected)?;
    if account.stage == Stage::Active {
        hold_matching(tx, id, holder)?;
        attestations::match_waiting(tx, id)?;
    }
    Ok(())
}

/// The stages in which a licence belongs to an account.
const APPROVED: [Stage; 3] = [Stage::AwaitingPassword, Stage::Active, Stage::Suspended];

/// Whether a licence, by any of its numbers, belongs to no other account than this one.
pub fn is_licence_free(db: &mut Db<'_>, id: AccountId, licence: Option<Numbers<'_>>) -> Result<bool> {
    let Some(numbers) = licence else {
        return Ok(true);
    };
    for (country, number) in numbers.each() {
        let same_title = accounts::table
            .filter(accounts::id.ne(id))
            .filter(accounts::licence_country.eq(Some(country)))
            .filter(accounts::licence_number.eq(Some(number)))
            .filter(accounts::stage.eq_any(APPROVED));
        let same_neph = accounts::table
            .filter(accounts::id.ne(id))
            .filter(accounts::licence_neph.eq(Some(number)))
            .filter(accounts::stage.eq_any(APPROVED));
        let has_title: bool = diesel::select(diesel::dsl::exists(same_title)).get_result(db.conn)?;
        let has_neph: bool = diesel::select(diesel::dsl::exists(same_neph)).get_result(db.conn)?;
        if has_title || country == FRANCE && has_neph {
            return Ok(false);
        }
    }
    Ok(true)
}
