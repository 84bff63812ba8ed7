//! Finding the driver of an attestation, and the attestations of a driver.

use diesel::prelude::*;
use domain::attestation::{Action, Attestation, Facts};
use domain::ids::AccountId;
use domain::rules::folding::fold;
use domain::rules::matching::{self, Found, Person};

use super::{AttestationInput, AttestationRecord, Stage};
use crate::accounts::{self, Profile};
use crate::error::Result;
use crate::locked;
use crate::schema::attestations;
use crate::store::Tx;
use crate::transitions;

/// Looks for the driver of an attestation that was just recorded, among active accounts.
pub(super) fn find_driver(tx: &mut Tx<'_>, record: &AttestationRecord) -> Result<()> {
    let licence = (record.licence_country.as_str(), record.licence_number.as_str());
    let candidates = accounts::candidates(tx, licence, record.birth_date, &record.surname_folded)?;
    let people = candidates.iter().map(|(id, profile)| (*id, as_person(profile)));
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
        .filter(attestations::stage.eq_any([Stage::Recorded, Stage::Mismatch]))
        .filter(same_licence.or(same_person))
        .order((attestations::ended_on, attestations::id))
        .select(AttestationRecord::as_select()) => load::<AttestationRecord>)?
    {
        let found = matching::among(&person_of(&record), [(account_id, as_person(&profile))]);
        let comes_close = matches!(found, Found::Mismatch(..));
        if !(comes_close && record.stage == Stage::Mismatch) {
            settle(tx, &record, found)?;
        }
    }
    Ok(())
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
