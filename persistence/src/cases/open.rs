//! Beginning a case.

use chrono::Datelike;
use domain::account;
use domain::case::{self, Case, Facts, Kind, Stage};
use domain::ids::{AccountId, CardId, CaseId};
use domain::lifecycle::{Reason, Refusal, Subject, Transition};
use domain::rules::{Fault, FaultCode, reference};
use domain::time::legal_date;
use domain::words::Word;

use super::{CaseInput, CaseRecord, EffectInput, find, whole};
use crate::cards::CardRecord;
use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::error::{Error, Result};
use crate::schema::cases;
use crate::store::{Db, Tx};
use crate::{accounts, cards, draw, entitlements, transitions};

/// Opens a case of a kind for a driver, about one of their cards where the kind is about one. Locks the account first, so
/// that nothing opens on one that is being closed, and no two cases open at once; then the card.
pub fn open(tx: &mut Tx<'_>, account_id: AccountId, kind: Kind, card_id: Option<CardId>) -> Result<CaseRecord> {
    let account = accounts::lock(tx, account_id)?;
    if account.stage != account::Stage::Active {
        return Err(inactive(account.stage).into());
    }
    match card_id {
        Some(card_id) if kind.is_about_card() => open_about(tx, account_id, kind, card_id),
        None if kind.is_about_card() => Err(Error::Invalid(vec![Fault::new("card_id", FaultCode::Missing)])),
        Some(_) => Err(Error::Invalid(vec![Fault::new("card_id", FaultCode::NotAskedFor)])),
        None => open_without(tx, account_id, kind),
    }
}

fn open_without(tx: &mut Tx<'_>, account_id: AccountId, kind: Kind) -> Result<CaseRecord> {
    let eligibility = entitlements::eligibility(tx, account_id)?;
    let facts = Facts::opening(&eligibility, in_the_way(tx, account_id, kind)?);
    let transition = transitions::may_begin::<Case>(tx, kind.table(), case::Action::Open, &facts)?;
    let beginning = Beginning {
        account_id,
        kind,
        card: None,
    };
    begin(tx, &beginning, &transition)
}

/// Somebody else's card is not found.
fn open_about(tx: &mut Tx<'_>, account_id: AccountId, kind: Kind, card_id: CardId) -> Result<CaseRecord> {
    cards::of_account(tx, account_id, card_id)?;
    let card = cards::lock(tx, card_id)?;
    let subject = whole::subject_card(tx, card_id)?;
    let facts = Facts::opening_about(&subject, about(tx, card_id)?);
    let transition = transitions::may_begin::<Case>(tx, kind.table(), case::Action::Open, &facts)?;
    let beginning = Beginning {
        account_id,
        kind,
        card: Some(&card),
    };
    begin(tx, &beginning, &transition)
}

/// What a case begins with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beginning<'a> {
    /// Whose it is.
    pub account_id: AccountId,
    /// What it is about.
    pub kind: Kind,
    /// The card it is about.
    pub card: Option<&'a CardRecord>,
}

/// Inserts the case with the holder of the card, or of the account, and carries out what follows from opening it.
pub(super) fn begin(tx: &mut Tx<'_>, beginning: &Beginning<'_>, transition: &Transition<Case>) -> Result<CaseRecord> {
    let id = CaseId(tx.id());
    insert(tx, id, beginning, transition.to)?;
    let record = find(tx, id)?;
    let file = whole::load(tx, record.clone())?.file;
    let input = EffectInput {
        file: &file,
        action: &CaseInput::default(),
    };
    transitions::begin::<Case>(tx, &record, transition, &input)?;
    find(tx, id)
}

fn inactive(stage: account::Stage) -> Refusal {
    Refusal {
        subject: Subject::Account,
        stage: Some(stage.name()),
        action: case::Action::Open.name(),
        reason: Reason::WrongStage,
        possible: Vec::new(),
    }
}

/// The driver's case of this kind that is not yet posted.
fn in_the_way(db: &mut Db<'_>, account_id: AccountId, kind: Kind) -> Result<Option<CaseId>> {
    let before_shipped: Vec<_> = Stage::ALL.iter().filter(|stage| stage.is_before_shipped()).collect();
    Ok(cases::table
        .filter(cases::account_id.eq(account_id))
        .filter(cases::kind.eq(kind))
        .filter(cases::stage.eq_any(before_shipped))
        .select(cases::id)
        .first(db.conn)
        .optional()?)
}

/// The case about a card that is not yet posted.
pub(super) fn about(db: &mut Db<'_>, card_id: CardId) -> Result<Option<CaseId>> {
    let before_shipped: Vec<_> = Stage::ALL.iter().filter(|stage| stage.is_before_shipped()).collect();
    Ok(cases::table
        .filter(cases::subject_card_id.eq(Some(card_id)))
        .filter(cases::stage.eq_any(before_shipped))
        .select(cases::id)
        .first(db.conn)
        .optional()?)
}

fn insert(tx: &mut Tx<'_>, id: CaseId, beginning: &Beginning<'_>, stage: Stage) -> Result<()> {
    let now = At(tx.now());
    let holder = match beginning.card {
        Some(card) => card.holder.0.clone(),
        None => accounts::holder(tx, beginning.account_id)?,
    };
    let reference = unused_reference(tx, legal_date(*now).year())?;
    // What the back office opens is nobody's draft: it counts as sent, and the card that came back is sent again.
    let opened_by_agent = stage != Stage::Draft;
    let posted_again = beginning.card.filter(|_| opened_by_agent);
    diesel::insert_into(cases::table)
        .values((
            cases::id.eq(id),
            cases::version.eq(1),
            cases::account_id.eq(beginning.account_id),
            cases::kind.eq(beginning.kind),
            cases::stage.eq(stage),
            cases::reference.eq(reference),
            cases::subject_card_id.eq(beginning.card.map(|card| card.id)),
            cases::produced_card_id.eq(posted_again.map(|card| card.id)),
            cases::holder.eq(Some(Stored(holder))),
            cases::delivery_address.eq(posted_again.map(|card| card.delivery_address.clone())),
            cases::sectors.eq(beginning.card.map(|card| Stored(card.sector_names()))),
            cases::submitted_at.eq(opened_by_agent.then_some(now)),
            cases::created_at.eq(now),
            cases::updated_at.eq(now),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// A reference for a case opened in a year.
fn unused_reference(tx: &mut Tx<'_>, year: i32) -> Result<String> {
    let draw = |random| reference::case_reference(year, random);
    draw::unused(tx, draw, |tx, reference| {
        let taken = cases::table.filter(cases::reference.eq(reference));
        Ok(diesel::select(diesel::dsl::exists(taken)).get_result(tx.conn)?)
    })
}
