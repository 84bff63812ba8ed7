//! What a matched attestation earns, and what its withdrawal takes back.

use domain::ids::{AccountId, AttestationId};
use domain::rules::hours::HOURS_REQUIRED;

use super::{AttestationRecord, Stage};
use crate::dialect::prelude::*;
use crate::error::Result;
use crate::schema::attestations;
use crate::store::{Db, Tx};
use crate::{cases, certificates, entitlements, known_qualifications, terms};

/// Gives the driver what the training earns, and whatever follows from it for the others.
pub fn credit(tx: &mut Tx<'_>, record: &AttestationRecord, driver: AccountId) -> Result<()> {
    known_qualifications::attest(tx, record, driver)?;
    terms::recount(tx, driver, None)
}

/// Takes back what the attestation earned: its certificate, its rights that were not used yet, its hours in an FCO that
/// does not stand without them. The other hours of that FCO count again, unless a card was made of them: the agent who
/// made it is warned.
pub fn uncredit(tx: &mut Tx<'_>, record: &AttestationRecord, reason: &str) -> Result<()> {
    let Some(driver) = record.account_id else { return Ok(()) };
    known_qualifications::retract(tx, record.id)?;
    let rest_on_it = rest_on(tx, record)?;
    for id in &rest_on_it {
        certificates::revoke_of(tx, *id, reason)?;
    }
    terms::recount(tx, driver, Some(reason))?;
    for case_id in entitlements::used_in(tx, &rest_on_it)? {
        cases::attestation_withdrawn(tx, case_id)?;
    }
    Ok(())
}

/// The attestation itself, and that of the FCO which does not add up without it.
fn rest_on(db: &mut Db<'_>, record: &AttestationRecord) -> Result<Vec<AttestationId>> {
    let mut found = vec![record.id];
    if let Some(completion) = record.counted_in
        && completion != record.id
        && hours_in(db, completion)? < u64::from(HOURS_REQUIRED)
    {
        found.push(completion);
    }
    Ok(found)
}

/// The hours that an FCO was completed with, but for what was withdrawn.
fn hours_in(db: &mut Db<'_>, completion: AttestationId) -> Result<u64> {
    let hours: Vec<i32> = attestations::table
        .filter(attestations::counted_in.eq(Some(completion)))
        .filter(attestations::stage.eq(Stage::Matched))
        .select(attestations::hours)
        .load(db.conn)?;
    Ok(hours.into_iter().filter_map(|hours| u64::try_from(hours).ok()).sum())
}
