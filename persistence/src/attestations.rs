//! Attestations: posted by centres, matched with drivers, withdrawn.

use chrono::NaiveDate;
use domain::attestation::{Action, Attestation, Facts, Stage};
use domain::ids::{AccountId, AttestationId, CentreId};
use domain::people::{BirthDate, BirthDatePrecision};
use domain::rules::matching::MismatchReason;
use domain::rules::plausibility::OverlapDecision;
use domain::rules::training::TrainingType;
use domain::sector::Sector;

use crate::accounts::{self, AccountRecord};
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::error::{Error, Result};
use crate::schema::attestations;
use crate::store::{Db, Tx};
use crate::{locked, transitions};

mod compare;
mod credit;
mod effects;
mod lists;
mod matching;
mod overlap;
mod post;

pub use compare::{Comparison, compare};
pub use lists::{CentreFilter, in_stage, of_centre, recaps, to_settle};
pub use matching::match_waiting;
pub use overlap::settle_overlap;
pub use post::{Held, Posted, hold, post};

/// An attestation, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = attestations)]
#[diesel(treat_none_as_default_value = false)]
pub struct AttestationRecord {
    /// Its id.
    pub id: AttestationId,
    /// Raised by each transition.
    pub version: i32,
    /// Where it is.
    pub stage: Stage,
    /// The centre that posted it.
    pub centre_id: CentreId,
    /// The centre's own reference, unique per centre.
    pub external_reference: String,
    /// The SHA-256 of its content, to recognise a repeat.
    pub content_hash: Vec<u8>,
    /// What kind of training.
    pub training_type: TrainingType,
    /// In which sector.
    pub sector: Sector,
    /// How many hours.
    pub hours: i32,
    /// First day.
    pub started_on: NaiveDate,
    /// Last day.
    pub ended_on: NaiveDate,
    /// The day the attestation was delivered.
    pub delivered_on: NaiveDate,
    /// Where the training took place.
    pub place: String,
    /// The driver's surname, as the centre wrote it.
    pub surname: String,
    /// The same, folded for matching.
    pub surname_folded: String,
    /// The driver's first names.
    pub first_names: String,
    /// The first day the driver's date of birth can be.
    pub birth_date: NaiveDate,
    /// The licence's country.
    pub licence_country: String,
    /// The licence's number, normalised.
    pub licence_number: String,
    /// The driver it was matched with.
    pub account_id: Option<AccountId>,
    /// The driver it nearly matches.
    pub candidate_id: Option<AccountId>,
    /// The attestation that completed an FCO with these hours.
    pub counted_in: Option<AttestationId>,
    /// In what it does not match.
    pub mismatch: Option<MismatchReason>,
    /// Why it was dismissed or withdrawn.
    pub decision_reason: Option<String>,
    /// When it was posted.
    pub created_at: At,
    /// When it last changed.
    pub updated_at: At,
    /// How much of the driver's date of birth is known.
    pub birth_date_precision: BirthDatePrecision,
    /// The name the driver uses, where it is another than the surname.
    pub usage_name: Option<String>,
    /// The driver's NEPH.
    pub neph: Option<String>,
    /// Until when the qualification held that it renews, as its centre read on the driver's card.
    pub previous_expires_on: Option<NaiveDate>,
    /// What an agent decided of its overlap with another one.
    pub overlap_decision: Option<OverlapDecision>,
    /// Whether an agent has to say if it counts, since it claims a day that another one claims too.
    pub awaits_agent: bool,
}

impl AttestationRecord {
    /// The driver's date of birth, as far as it is known.
    pub fn born(&self) -> BirthDate {
        BirthDate::from_parts(self.birth_date, self.birth_date_precision)
    }

    /// The hours, where any were stated: an equivalence has none.
    pub fn stated_hours(&self) -> Option<i32> {
        (self.hours > 0).then_some(self.hours)
    }
}

/// Any attestation, for the back office.
pub fn find(db: &mut Db<'_>, id: AttestationId) -> Result<AttestationRecord> {
    Ok(attestations::table
        .find(id)
        .select(AttestationRecord::columns())
        .first(db.conn)?)
}

/// A centre's own attestation; another centre's is not found.
pub fn of_centre_by_id(db: &mut Db<'_>, centre_id: CentreId, id: AttestationId) -> Result<AttestationRecord> {
    Ok(attestations::table
        .filter(attestations::id.eq(id))
        .filter(attestations::centre_id.eq(centre_id))
        .select(AttestationRecord::columns())
        .first(db.conn)?)
}

/// A driver's own recap; somebody else's is not found, nor one that is kept no longer.
pub fn of_account_by_id(db: &mut Db<'_>, account_id: AccountId, id: AttestationId) -> Result<AttestationRecord> {
    let record = attestations::table
        .filter(attestations::id.eq(id))
        .filter(attestations::account_id.eq(Some(account_id)))
        .filter(attestations::stage.eq(Stage::Matched))
        .select(AttestationRecord::columns())
        .first(db.conn)?;
    if lists::is_visible(&record, db.today()) {
        Ok(record)
    } else {
        Err(Error::NotFound)
    }
}

/// An attestation, locked; the locks of matching and the account it belongs to are taken before.
pub fn lock(tx: &mut Tx<'_>, id: AttestationId) -> Result<AttestationRecord> {
    let seen = find(tx, id)?;
    hold_matching(tx, &seen)?;
    if let Some(account_id) = find(tx, id)?.account_id {
        accounts::lock(tx, account_id)?;
    }
    lock_row(tx, id)
}

/// As [`lock`], for a centre's own; another centre's is not found.
pub fn lock_of_centre(tx: &mut Tx<'_>, centre_id: CentreId, id: AttestationId) -> Result<AttestationRecord> {
    of_centre_by_id(tx, centre_id, id)?;
    lock(tx, id)
}

/// As [`lock`], together with the account it is to be matched with: the one chosen, or else its candidate's. None where
/// there is no such account.
pub fn lock_for_match(
    tx: &mut Tx<'_>,
    id: AttestationId,
    chosen: Option<AccountId>,
) -> Result<(AttestationRecord, Option<AccountRecord>)> {
    let seen = find(tx, id)?;
    hold_matching(tx, &seen)?;
    let account = match chosen.or(find(tx, id)?.candidate_id) {
        Some(account_id) => match accounts::lock(tx, account_id) {
            Err(Error::NotFound) => None,
            found => Some(found?),
        },
        None => None,
    };
    Ok((lock_row(tx, id)?, account))
}

fn lock_row(tx: &mut Tx<'_>, id: AttestationId) -> Result<AttestationRecord> {
    Ok(
        locked!(tx.conn, attestations::table.find(id).select(AttestationRecord::columns()) => first::<AttestationRecord>)?,
    )
}

/// Keeps every other matching of its driver waiting until the transaction ends.
fn hold_matching(tx: &mut Tx<'_>, record: &AttestationRecord) -> Result<()> {
    accounts::hold(tx, accounts::Numbers::of_attested(record).each(), [record.born()])
}

/// What came with an action.
#[derive(Debug, Clone, Copy, Default)]
pub struct AttestationInput<'a> {
    /// Why.
    pub reason: Option<&'a str>,
    /// The driver it is matched with.
    pub account_id: Option<AccountId>,
    /// Whether the rules matched it, and not an agent.
    by_rule: bool,
}

impl<'a> AttestationInput<'a> {
    /// With this driver, by an agent's word.
    pub fn with(account_id: Option<AccountId>) -> Self {
        Self {
            account_id,
            ..Self::default()
        }
    }

    /// With the driver whom the rules found.
    fn by_rule(driver: AccountId) -> Self {
        Self {
            account_id: Some(driver),
            by_rule: true,
            ..Self::default()
        }
    }

    /// With nothing but a reason.
    pub fn because(reason: &'a str) -> Self {
        Self {
            reason: Some(reason),
            ..Self::default()
        }
    }
}

/// The author of the transaction does `action` to a locked attestation; the attestation as it is then.
pub fn act(
    tx: &mut Tx<'_>,
    record: &AttestationRecord,
    action: Action,
    input: &AttestationInput<'_>,
) -> Result<AttestationRecord> {
    transitions::act::<Attestation>(tx, record, action, &Facts { reason: input.reason }, input)?;
    if let Some(reason) = input.reason {
        diesel::update(attestations::table.find(record.id))
            .set(attestations::decision_reason.eq(Some(reason)))
            .execute(tx.conn)?;
    }
    // Another one may fit.
    if action == Action::Dismiss {
        let dismissed = find(tx, record.id)?;
        matching::find_another(tx, &dismissed)?;
    }
    find(tx, record.id)
}
