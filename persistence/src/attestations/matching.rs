//! Finding the driver of an attestation, and the attestations of a driver.

use std::slice;

use domain::attestation::{Action, Attestation, Facts};
use domain::ids::{AccountId, AttestationId};
use domain::lifecycle::Transition;
use domain::rules::matching::{self, Candidate, Found, Match, Person, Title};

use super::{AttestationInput, AttestationRecord, Stage};
use crate::accounts::known::{self, Known, Named, resembling};
use crate::accounts::numbers::{self, Numbers};
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::error::Result;
use crate::locked;
use crate::schema::{attestations, dismissals};
use crate::store::{Db, Tx};
use crate::transitions;

/// Where an attestation may still be matched: what one driver was found not to be, another may.
const WAITING: [Stage; 3] = [Stage::Recorded, Stage::Mismatch, Stage::Dismissed];

/// Looks among active accounts for the driver of an attestation that is about to be recorded. No agent has said yet of
/// anybody that it is not theirs.
pub(super) fn find_driver(tx: &mut Tx<'_>, record: &AttestationRecord) -> Result<Found<AccountId>> {
    look(tx, record, &[])
}

/// Looks for another driver of an attestation, which is not somebody's by an agent's word.
pub(super) fn find_another(tx: &mut Tx<'_>, record: &AttestationRecord) -> Result<()> {
    let refused = refused(tx, record.id)?;
    let found = look(tx, record, &refused)?;
    settle(tx, record, found)
}

fn look(tx: &mut Tx<'_>, record: &AttestationRecord, refused: &[AccountId]) -> Result<Found<AccountId>> {
    let candidates = known::candidates(tx, record)?;
    Ok(among(record, &candidates, refused))
}

/// Matches the attestations that wait for a driver whose account has just become active; and those for which somebody
/// else came close before, if they are exactly this driver's. The locks of matching and the account's are held.
pub fn match_waiting(tx: &mut Tx<'_>, account_id: AccountId) -> Result<()> {
    let Some(account) = known::of_account(tx, account_id)? else {
        return Ok(());
    };
    let ids = waiting_for(tx, &account)?;
    for record in locked!(tx.conn, attestations::table
        .filter(attestations::id.eq_any(ids.iter().copied()))
        .filter(attestations::stage.eq_any(WAITING))
        .order((attestations::ended_on, attestations::id))
        .select(AttestationRecord::columns()) => load::<AttestationRecord>)?
    {
        let refused = refused(tx, record.id)?;
        let found = among(&record, slice::from_ref(&account), &refused);
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

/// Remembers what an attestation that the rules matched says of its driver: its numbers.
pub(super) fn remember_numbers(tx: &mut Tx<'_>, record: &AttestationRecord, driver: AccountId) -> Result<()> {
    numbers::remember(tx, driver, Numbers::of_attested(record))
}

/// Remembers what an attestation that an agent matched says of its driver: its numbers, and where the rules alone would
/// not have matched it, the whole person.
pub(super) fn remember(tx: &mut Tx<'_>, record: &AttestationRecord, driver: AccountId) -> Result<()> {
    let Some(account) = known::of_account(tx, driver)? else {
        return Ok(());
    };
    if compare(record, &account) == Match::Matched {
        remember_numbers(tx, record, driver)
    } else {
        known::remember_alias(tx, driver, record)
    }
}

/// Attestations without a driver that may be this account's.
fn waiting_for(db: &mut Db<'_>, account: &Known) -> Result<Vec<AttestationId>> {
    let waits = || attestations::stage.eq_any(WAITING);
    let mut ids = Vec::new();
    for (country, number) in account.numbers() {
        let same_title = attestations::licence_country
            .eq(country)
            .and(attestations::licence_number.eq(number));
        let found: Vec<AttestationId> = attestations::table
            .filter(waits())
            .filter(same_title)
            .select(attestations::id)
            .load(db.conn)?;
        let by_neph: Vec<AttestationId> = attestations::table
            .filter(waits())
            .filter(attestations::neph.eq(Some(number)))
            .select(attestations::id)
            .load(db.conn)?;
        ids.extend(found.into_iter().chain(by_neph));
    }
    for named in account.named() {
        ids.extend(resembling_ids(db, &named)?);
    }
    Ok(ids)
}

fn resembling_ids(db: &mut Db<'_>, named: &Named) -> Result<Vec<AttestationId>> {
    let alike = resembling!(attestations, named, attestations::usage_name.is_not_null());
    Ok(attestations::table
        .filter(attestations::stage.eq_any(WAITING))
        .filter(alike)
        .select(attestations::id)
        .load(db.conn)?)
}

fn among(record: &AttestationRecord, accounts: &[Known], refused: &[AccountId]) -> Found<AccountId> {
    let title = title_of(record);
    let driver = person_of(record, slice::from_ref(&title));
    let titles: Vec<Vec<Title<'_>>> = accounts.iter().map(Known::titles).collect();
    let alias_titles: Vec<Vec<Title<'_>>> = accounts
        .iter()
        .map(|account| account.aliases.iter().map(known::AliasRecord::title).collect())
        .collect();
    let aliases: Vec<Vec<Person<'_>>> = accounts
        .iter()
        .zip(&alias_titles)
        .map(|(account, titles)| {
            let of_each = account.aliases.iter().zip(titles);
            of_each
                .map(|(alias, title)| alias.person(slice::from_ref(title)))
                .collect()
        })
        .collect();
    let candidates = accounts
        .iter()
        .zip(titles.iter().zip(&aliases))
        .map(|(account, (titles, aliases))| Candidate {
            aliases,
            dismissed: refused.contains(&account.id),
            ..Candidate::new(account.id, account.person(titles))
        });
    matching::among(&driver, candidates)
}

fn compare(record: &AttestationRecord, account: &Known) -> Match {
    match among(record, slice::from_ref(account), &[]) {
        Found::Matched(_) => Match::Matched,
        Found::Mismatch(_, reason) => Match::Mismatch(reason),
        Found::Nobody => Match::Nobody,
    }
}

/// Writes into an attestation that is about to be inserted what was found: the step that it makes at once, if any.
pub(super) fn settle_at_birth(
    record: &mut AttestationRecord,
    recorded: &Transition<Attestation>,
    found: Found<AccountId>,
) -> Result<Option<(Transition<Attestation>, AttestationInput<'static>)>> {
    let (action, input) = match found {
        Found::Nobody => return Ok(None),
        Found::Matched(driver) => {
            record.account_id = Some(driver);
            (Action::Match, AttestationInput::by_rule(driver))
        }
        Found::Mismatch(driver, reason) => {
            record.candidate_id = Some(driver);
            record.mismatch = Some(reason);
            (Action::Mismatch, AttestationInput::default())
        }
    };
    let step = transitions::goes_on(domain::attestation::TABLE, recorded, action, &Facts::default())?;
    record.stage = step.to;
    record.version += 1;
    Ok(Some((step, input)))
}

fn settle(tx: &mut Tx<'_>, record: &AttestationRecord, found: Found<AccountId>) -> Result<()> {
    match found {
        Found::Nobody => Ok(()),
        Found::Matched(driver) => {
            let input = AttestationInput::by_rule(driver);
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

fn title_of(record: &AttestationRecord) -> Title<'_> {
    Title {
        country: &record.licence_country,
        number: &record.licence_number,
    }
}

fn person_of<'a>(record: &'a AttestationRecord, titles: &'a [Title<'a>]) -> Person<'a> {
    Person {
        birth_date: record.born(),
        surname: &record.surname,
        usage_name: record.usage_name.as_deref(),
        first_names: &record.first_names,
        neph: record.neph.as_deref(),
        titles,
    }
}
