//! What a matched attestation earns, and what its withdrawal takes back.

use diesel::prelude::*;
use domain::ids::{AccountId, AttestationId};
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
        grant(tx, record, record.training_type, driver)
    } else {
        credit_sequences(tx, driver, record.sector)
    }
}

fn credit_sequences(tx: &mut Tx<'_>, driver: AccountId, sector: Sector) -> Result<()> {
    for completion in hours::completions(&sequences(tx, driver, sector)?) {
        count_in(tx, &completion.counted, Some(completion.by))?;
        let completing = find(tx, completion.by)?;
        grant(tx, &completing, TrainingType::Fco, driver)?;
    }
    Ok(())
}

fn grant(tx: &mut Tx<'_>, record: &AttestationRecord, earned_as: TrainingType, driver: AccountId) -> Result<()> {
    let earned = Earned {
        account_id: driver,
        attestation_id: record.id,
        sector: record.sector,
        training_type: earned_as,
        training_ended_on: record.ended_on,
    };
    entitlements::earn(tx, &earned)?;
    certificates::issue(tx, record, earned_as, driver)
}

/// Takes back what the attestation earned: its certificate, its entitlement if it was not used yet, its hours in an FCO
/// that does not stand without them. The other hours of that FCO count again, unless a card was made of them.
pub fn uncredit(tx: &mut Tx<'_>, record: &AttestationRecord, reason: &str) -> Result<()> {
    let Some(driver) = record.account_id else { return Ok(()) };
    let mut taken = take_back(tx, record.id, reason)?;
    if let Some(completion) = record.counted_in {
        count_in(tx, &[record.id], None)?;
        if hours::still_complete(&sequences(tx, driver, record.sector)?, completion) {
            return Ok(());
        }
        if completion != record.id {
            taken = take_back(tx, completion, reason)?;
        }
        if taken == Taken::Back {
            let freed = counted_in(tx, completion)?;
            count_in(tx, &freed, None)?;
            credit_sequences(tx, driver, record.sector)?;
        }
    }
    entitlements::recount(tx, driver, record.sector)
}

/// Whether an entitlement could be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    /// It is gone, or there never was one.
    Back,
    /// It was used, or was over, and stays.
    Nothing,
}

fn take_back(tx: &mut Tx<'_>, id: AttestationId, reason: &str) -> Result<Taken> {
    certificates::revoke(tx, id, reason)?;
    let Some(entitlement) = entitlements::lock_earned_by(tx, id)? else {
        return Ok(Taken::Back);
    };
    if let Some(case) = entitlements::lose(tx, &entitlement)? {
        cases::attestation_withdrawn(tx, case)?;
    }
    Ok(if entitlement.stage.can_be_lost() {
        Taken::Back
    } else {
        Taken::Nothing
    })
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
