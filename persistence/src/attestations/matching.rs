//! Finding the driver of an attestation, and the attestations of a driver.

use diesel::prelude::*;
use domain::attestation::{Action, Attestation, Facts};
use domain::ids::{AccountId, AttestationId};
use domain::rules::folding::fold;
use domain::rules::matching::{self, Found, Person};

use super::{AttestationInput, AttestationRecord, Stage};
use crate::accounts::{self, Profile};
use crate::dialect::At;
use crate::error::Result;
use crate::locked;
use crate::schema::{attestations, dismissals};
use crate::store::{Db, Tx};
use crate::transitions;

/// Looks for the driver of an attestation that was just recorded, among active accounts.
pub(super) fn find_driver(tx: &mut Tx<'_>, record: &AttestationRecord) -> Result<()> {
    let licence = (record.licence_country.as_str(), record.licence_number.as_str());
    let candidates = accounts::candidates(tx, licence, record.birth_date, &record.surname_folded)?;
    let refused = refused(tx, record.id)?;
    let people = candidates
        .iter()
        .filter(|(id, _)| !refused.contains(id))
        .map(|(id, profile)| (*id, as_person(profile)));
    let found = matching::among(&person_of(record), people);
    settle(tx, record, found)
}

/// Matches the attestations that wait for a driver whose account has just become active; and those for which somebody
/// else came close before, if they are exactly this driver's. The locks of matching and the account's are held.
pub fn match_waiting(tx: &mut Tx<'_>, account_id: AccountId) -> Result<()> {
    let (_, profile) = accounts::profile(tx, account_id)?;
    let licence = &profile.holder.licence;
    let same_licence = attestations::licence_country
        .eq(&licence.country)
        .and(attestations::licence_number.eq(&licence.number));
    let identity = &profile.holder.identity;
    let same_person = attestations::birth_date
        .eq(identity.birth_date)
        .and(attestations::surname_folded.eq(fold(&identity.surname)));
    for record in locked!(tx.conn, attestations::table
        .filter(attestations::stage.eq_any([Stage::Recorded, Stage::Mismatch, Stage::Dismissed]))
        .filter(same_licence.or(same_person))
        .order((attestations::ended_on, attestations::id))
        .select(AttestationRecord::as_select()) => load::<AttestationRecord>)?
    {
        if refused(tx, record.id)?.contains(&account_id) {
            continue;
        }
        let found = matching::among(&person_of(&record), [(account_id, as_person(&profile))]);
        let comes_close = matches!(found, Found::Mismatch(..));
        if !(comes_close && record.stage == Stage::Mismatch) {
            settle(tx, &record, found)?;
        }
    }
    Ok(())
}

/// An agent found that an attestation is not this driver's.
pub(super) fn refuse(tx: &mut Tx<'_>, id: AttestationId, account_id: AccountId) -> Result<()> {
    diesel::delete(dismissals::table.find((id, account_id))).execute(tx.conn)?;
    diesel::insert_into(dismissals::table)
        .values((
            dismissals::attestation_id.eq(id),
            dismissals::account_id.eq(account_id),
            dismissals::dismissed_at.eq(At(tx.now())),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// It is this driver's after all.
pub(super) fn accept(tx: &mut Tx<'_>, id: AttestationId, account_id: AccountId) -> Result<()> {
    diesel::delete(dismissals::table.find((id, account_id))).execute(tx.conn)?;
    Ok(())
}

/// Whose an attestation is not, by an agent's word.
fn refused(db: &mut Db<'_>, id: AttestationId) -> Result<Vec<AccountId>> {
    Ok(dismissals::table
        .filter(dismissals::attestation_id.eq(id))
        .select(dismissals::account_id)
        .load(db.conn)?)
}

fn settle(tx: &mut Tx<'_>, record: &AttestationRecord, found: Found<AccountId>) -> Result<()> {
    match found {
        Found::Nobody => Ok(()),
        Found::Matched(driver) => {
            let input = AttestationInput {
                account_id: Some(driver),
                reason: None,
            };
            transitions::follow::<Attestation>(tx, record, Action::Match, &Facts::default(), &input).map(drop)
        }
        Found::Mismatch(driver, reason) => {
            let input = AttestationInput::default();
            transitions::follow::<Attestation>(tx, record, Action::Mismatch, &Facts::default(), &input)?;
            diesel::update(attestations::table.find(record.id))
                .set((
                    attestations::candidate_id.eq(Some(driver)),
                    attestations::mismatch.eq(Some(reason)),
                ))
                .execute(tx.conn)?;
            Ok(())
        }
    }
}

fn person_of(record: &AttestationRecord) -> Person<'_> {
    Person {
        licence_country: &record.licence_country,
        licence_number: &record.licence_number,
        birth_date: record.birth_date,
        surname: &record.surname,
    }
}

fn as_person(profile: &Profile) -> Person<'_> {
    Person {
        licence_country: &profile.holder.licence.country,
        licence_number: &profile.holder.licence.number,
        birth_date: profile.holder.identity.birth_date,
        surname: &profile.holder.identity.surname,
    }
}
