//! Qualifications known otherwise than by an attestation, or said by one beside its training: another issuer's terms.

use chrono::NaiveDate;
use domain::ids::{AccountId, AttestationId, KnownQualificationId};
use domain::rules::known_qualification::{KnownQualification, KnownQualificationSource};
use domain::rules::training::TrainingType;
use domain::sector::Sector;
use domain::words::Word as _;
use serde_json::json;

use crate::attestations::AttestationRecord;
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::error::Result;
use crate::schema::known_qualifications;
use crate::store::{Db, Tx};
use crate::{audit, locked, terms};

mod import;

pub use import::{Imported, Whom, import};

/// A known qualification, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = known_qualifications)]
#[diesel(treat_none_as_default_value = false)]
pub struct KnownQualificationRecord {
    /// Its id.
    pub id: KnownQualificationId,
    /// Raised by each correction.
    pub version: i32,
    /// Whose it is.
    pub account_id: AccountId,
    /// The sector.
    pub sector: Sector,
    /// Its last day.
    pub expires_on: NaiveDate,
    /// From where it is known.
    pub source: KnownQualificationSource,
    /// The card that shows it.
    pub card_number: Option<String>,
    /// The attestation that said so.
    pub attestation_id: Option<AttestationId>,
    /// When it became known.
    pub created_at: At,
    /// When it was last corrected.
    pub updated_at: At,
}

impl KnownQualificationRecord {
    /// As the rules see it.
    pub fn known(&self) -> KnownQualification {
        KnownQualification {
            sector: self.sector,
            expires_on: self.expires_on,
            source: self.source,
            card_number: self.card_number.clone(),
        }
    }
}

/// What is known of a driver, oldest record first.
pub fn of_account(db: &mut Db<'_>, account_id: AccountId) -> Result<Vec<KnownQualificationRecord>> {
    Ok(known_qualifications::table
        .filter(known_qualifications::account_id.eq(account_id))
        .order(known_qualifications::id)
        .select(KnownQualificationRecord::columns())
        .load(db.conn)?)
}

/// One of a driver's, locked; somebody else's is not found. The account is locked.
pub fn lock(tx: &mut Tx<'_>, account_id: AccountId, id: KnownQualificationId) -> Result<KnownQualificationRecord> {
    let own = known_qualifications::table
        .find(id)
        .filter(known_qualifications::account_id.eq(account_id));
    Ok(locked!(tx.conn, own.select(KnownQualificationRecord::columns()) => first::<KnownQualificationRecord>)?)
}

/// Adds what became known of a driver, and counts their terms again. What is known already stays one record. The account
/// is locked.
pub fn add(tx: &mut Tx<'_>, account_id: AccountId, known: &KnownQualification) -> Result<KnownQualificationRecord> {
    let same = of_account(tx, account_id)?
        .into_iter()
        .find(|one| one.known() == *known);
    if let Some(same) = same {
        return Ok(same);
    }
    let record = insert(tx, account_id, known, None)?;
    terms::recount(tx, account_id, None)?;
    Ok(record)
}

/// Corrects a locked record, and counts its driver's terms again.
pub fn correct(
    tx: &mut Tx<'_>,
    record: &KnownQualificationRecord,
    known: &KnownQualification,
) -> Result<KnownQualificationRecord> {
    diesel::update(known_qualifications::table.find(record.id))
        .set((
            known_qualifications::sector.eq(known.sector),
            known_qualifications::expires_on.eq(known.expires_on),
            known_qualifications::source.eq(known.source),
            known_qualifications::card_number.eq(known.card_number.as_deref()),
            known_qualifications::version.eq(record.version + 1),
            known_qualifications::updated_at.eq(At(tx.now())),
        ))
        .execute(tx.conn)?;
    note(tx, "correct", record.id, Some(known.source))?;
    terms::recount(tx, record.account_id, None)?;
    lock(tx, record.account_id, record.id)
}

/// Deletes a locked record, and counts its driver's terms again.
pub fn delete(tx: &mut Tx<'_>, record: &KnownQualificationRecord) -> Result<()> {
    diesel::delete(known_qualifications::table.find(record.id)).execute(tx.conn)?;
    note(tx, "delete", record.id, None)?;
    terms::recount(tx, record.account_id, None)
}

/// What a matched attestation says beside its training: of its sector, and with a bridging, of the one it comes from.
pub(crate) fn attest(tx: &mut Tx<'_>, said_by: &AttestationRecord, account_id: AccountId) -> Result<()> {
    let Some(expires_on) = said_by.previous_expires_on else {
        return Ok(());
    };
    let sector = match said_by.training_type {
        TrainingType::Bridging => said_by.sector.other(),
        _ => said_by.sector,
    };
    let known = KnownQualification {
        sector,
        expires_on,
        source: KnownQualificationSource::Attested,
        card_number: None,
    };
    insert(tx, account_id, &known, Some(said_by.id)).map(drop)
}

/// Takes back what an attestation said.
pub(crate) fn retract(tx: &mut Tx<'_>, said_by: AttestationId) -> Result<()> {
    let said = known_qualifications::table.filter(known_qualifications::attestation_id.eq(Some(said_by)));
    diesel::delete(said).execute(tx.conn)?;
    Ok(())
}

fn insert(
    tx: &mut Tx<'_>,
    account_id: AccountId,
    known: &KnownQualification,
    said_by: Option<AttestationId>,
) -> Result<KnownQualificationRecord> {
    let now = At(tx.now());
    let record = KnownQualificationRecord {
        id: tx.id(),
        version: 1,
        account_id,
        sector: known.sector,
        expires_on: known.expires_on,
        source: known.source,
        card_number: known.card_number.clone(),
        attestation_id: said_by,
        created_at: now,
        updated_at: now,
    };
    diesel::insert_into(known_qualifications::table)
        .values(&record)
        .execute(tx.conn)?;
    note(tx, "add", record.id, Some(known.source))?;
    Ok(record)
}

fn note(
    tx: &mut Tx<'_>,
    action: &str,
    id: KnownQualificationId,
    source: Option<KnownQualificationSource>,
) -> Result<()> {
    let details = source.map(|source| json!({"source": source.name()}));
    audit::note(tx, action, "known_qualification", Some(id.into()), details)
}
