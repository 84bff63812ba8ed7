//! What a matched attestation earns, and what its withdrawal takes back.

use diesel::prelude::*;
use domain::ids::{AccountId, AttestationId};
use domain::rules::expiry;
use domain::rules::hours::{self, Sequence};
use domain::rules::training::TrainingType;
use domain::sector::Sector;

use super::{AttestationRecord, Stage, find};
use crate::entitlements::{self, Earned};
use crate::error::Result;
use crate::schema::attestations;
use crate::store::{Db, Tx};
use crate::{cases, certificates};

/// Gives the driver what the training earns: at once if it qualifies, with the sequences before it if they complete an
/// FCO together, and nothing yet otherwise.
pub fn credit(tx: &mut Tx<'_>, record: &AttestationRecord, driver: AccountId) -> Result<()> {
    if record.training_type.qualifies() {
        return grant(tx, record, record.training_type, driver);
    }
    for completion in hours::completions(&sequences(tx, driver, record.sector)?) {
        count_in(tx, &completion.counted, Some(completion.by))?;
        let completing = find(tx, completion.by)?;
        grant(tx, &completing, TrainingType::Fco, driver)?;
    }
    Ok(())
}

fn grant(tx: &mut Tx<'_>, record: &AttestationRecord, earned_as: TrainingType, driver: AccountId) -> Result<()> {
    let current = entitlements::current_expiry(tx, driver, record.sector)?;
    let expires_on = expiry::expires_on(earned_as, record.ended_on, current);
    if expires_on >= tx.today() {
        let earned = Earned {
            account_id: driver,
            attestation_id: record.id,
            sector: record.sector,
            training_ended_on: record.ended_on,
            expires_on,
        };
        entitlements::earn(tx, &earned)?;
    }
    certificates::issue(tx, record, driver)
}

/// Takes back what the attestation earned: its certificate, its entitlement if it was not used yet, its hours in an FCO
/// that does not stand without them.
pub fn uncredit(tx: &mut Tx<'_>, record: &AttestationRecord, reason: &str) -> Result<()> {
    let Some(driver) = record.account_id else { return Ok(()) };
    take_back(tx, record.id, reason)?;
    let Some(completion) = record.counted_in else {
        return Ok(());
    };
    count_in(tx, &[record.id], None)?;
    if !hours::still_complete(&sequences(tx, driver, record.sector)?, completion) {
        take_back(tx, completion, reason)?;
        let freed = counted_in(tx, completion)?;
        count_in(tx, &freed, None)?;
    }
    Ok(())
}

fn take_back(tx: &mut Tx<'_>, id: AttestationId, reason: &str) -> Result<()> {
    certificates::revoke(tx, id, reason)?;
    if let Some(entitlement) = entitlements::lock_earned_by(tx, id)? {
        if let Some(case) = entitlements::lose(tx, &entitlement)? {
            cases::attestation_withdrawn(tx, case)?;
        }
    }
    Ok(())
}

/// The driver's sequences in a sector that were not withdrawn.
pub fn sequences(db: &mut Db<'_>, driver: AccountId, sector: Sector) -> Result<Vec<Sequence>> {
    let rows: Vec<AttestationRecord> = attestations::table
        .filter(attestations::account_id.eq(Some(driver)))
        .filter(attestations::stage.eq(Stage::Matched))
        .filter(attestations::sector.eq(sector))
        .filter(attestations::training_type.eq(TrainingType::FcoSequence))
        .order(attestations::id)
        .select(AttestationRecord::as_select())
        .load(db.conn)?;
    Ok(rows
        .into_iter()
        .map(|row| Sequence {
            attestation: row.id,
            hours: u32::try_from(row.hours).unwrap_or(0),
            ended_on: row.ended_on,
            counted_in: row.counted_in,
        })
        .collect())
}

fn count_in(tx: &mut Tx<'_>, ids: &[AttestationId], completion: Option<AttestationId>) -> Result<()> {
    diesel::update(attestations::table.filter(attestations::id.eq_any(ids)))
        .set(attestations::counted_in.eq(completion))
        .execute(tx.conn)?;
    Ok(())
}

fn counted_in(db: &mut Db<'_>, completion: AttestationId) -> Result<Vec<AttestationId>> {
    Ok(attestations::table
        .filter(attestations::counted_in.eq(Some(completion)))
        .select(attestations::id)
        .load(db.conn)?)
}
