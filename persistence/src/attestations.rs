//! Attestations: posted by centres, matched with drivers, withdrawn.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::attestation::{Action, Attestation, Facts, Stage};
use domain::ids::{AccountId, AttestationId, CentreId};
use domain::rules::matching::MismatchReason;
use domain::rules::training::TrainingType;
use domain::sector::Sector;

use crate::dialect::At;
use crate::error::Result;
use crate::locked;
use crate::schema::attestations;
use crate::store::{Db, Tx};
use crate::transitions;

mod credit;
mod effects;
mod lists;
mod matching;
mod post;

pub use credit::sequences;
pub use lists::{CentreFilter, mismatches, of_centre, recaps};
pub use matching::match_waiting;
pub use post::{NewAttestation, Posted, post};

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
    /// The driver's date of birth.
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
}

/// Any attestation, for the back office.
pub fn find(db: &mut Db<'_>, id: AttestationId) -> Result<AttestationRecord> {
    Ok(attestations::table
        .find(id)
        .select(AttestationRecord::as_select())
        .first(db.conn)?)
}

/// A centre's own attestation; another centre's is not found.
pub fn of_centre_by_id(db: &mut Db<'_>, centre_id: CentreId, id: AttestationId) -> Result<AttestationRecord> {
    Ok(attestations::table
        .filter(attestations::id.eq(id))
        .filter(attestations::centre_id.eq(centre_id))
        .select(AttestationRecord::as_select())
        .first(db.conn)?)
}

/// A driver's own attestation, not withdrawn; somebody else's is not found.
pub fn of_account_by_id(db: &mut Db<'_>, account_id: AccountId, id: AttestationId) -> Result<AttestationRecord> {
    Ok(attestations::table
        .filter(attestations::id.eq(id))
        .filter(attestations::account_id.eq(Some(account_id)))
        .filter(attestations::stage.eq(Stage::Matched))
        .select(AttestationRecord::as_select())
        .first(db.conn)?)
}

/// An attestation, locked; the lock on its licence number is taken before.
pub fn lock(tx: &mut Tx<'_>, id: AttestationId) -> Result<AttestationRecord> {
    let seen = find(tx, id)?;
    crate::accounts::hold_licence(tx, &seen.licence_country, &seen.licence_number)?;
    Ok(
        locked!(tx.conn, attestations::table.find(id).select(AttestationRecord::as_select()) => first::<AttestationRecord>)?,
    )
}

/// What came with an action.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// Why.
    pub reason: Option<&'a str>,
    /// The driver it is matched with.
    pub account_id: Option<AccountId>,
}

/// The author of the transaction does `action` to a locked attestation; the attestation as it is then.
pub fn act(
    tx: &mut Tx<'_>,
    record: &AttestationRecord,
    action: Action,
    asked: &Asked<'_>,
) -> Result<AttestationRecord> {
    transitions::act::<Attestation>(tx, record, action, &Facts { reason: asked.reason }, asked)?;
    if let Some(reason) = asked.reason {
        diesel::update(attestations::table.find(record.id))
            .set(attestations::decision_reason.eq(Some(reason)))
            .execute(tx.conn)?;
    }
    find(tx, record.id)
}
