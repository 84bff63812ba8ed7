//! A card's way: posted, activated, and superseded by the next one.

use domain::actor::Role;
use domain::card::{Action, Card, Facts, Stage, TABLE};
use domain::case;
use domain::ids::{AccountId, CardId};
use domain::lifecycle;
use domain::words::Word as _;

use super::ends::await_activation;
use super::{CardRecord, find, lock, of_account, open_cases, set_timers, stop_timers};
use crate::cases::{self, CaseRecord};
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::error::{Error, Result};
use crate::locked;
use crate::schema::{cards, cases as cases_table};
use crate::store::{Db, Tx};
use crate::{accounts, transitions};

/// The card was posted. Where its driver uses a newer one by now, it has been superseded on the way.
pub fn ship(tx: &mut Tx<'_>, id: CardId, tracking_number: &str, posted_at: At) -> Result<()> {
    let record = lock(tx, id)?;
    transitions::act::<Card>(tx, &record, Action::Ship, &Facts::default(), &None)?;
    diesel::update(cards::table.find(id))
        .set(cards::tracking_number.eq(Some(tracking_number)))
        .execute(tx.conn)?;
    let posted = find(tx, id)?;
    if is_newer_active(tx, &posted)? {
        transitions::follow::<Card>(tx, &posted, Action::Supersede, &Facts::default(), &None)?;
        return stop_timers(tx, id);
    }
    // A card that came back has none.
    set_timers(tx, &posted)?;
    await_activation(tx, id, *posted_at)
}

fn is_newer_active(db: &mut Db<'_>, record: &CardRecord) -> Result<bool> {
    let active: Vec<CardRecord> = cards::table
        .filter(cards::account_id.eq(record.account_id))
        .filter(cards::stage.eq(Stage::Active))
        .select(CardRecord::columns())
        .load(db.conn)?;
    Ok(active.iter().any(|other| other.is_newer_than(record)))
}

/// The driver has received and checked the card; the case that made it is locked before the card, as always.
pub fn activate(tx: &mut Tx<'_>, account_id: AccountId, id: CardId) -> Result<CardRecord> {
    of_account(tx, account_id, id)?;
    let cards = lock_all(tx, account_id)?;
    let record = cards.iter().find(|card| card.id == id).ok_or(Error::NotFound)?;
    let facts = Facts {
        no_newer_active: !is_newer_active(tx, record)?,
        ..Facts::default()
    };
    transitions::act::<Card>(tx, record, Action::Activate, &facts, &None)?;
    let now = Some(At(tx.now()));
    diesel::update(cards::table.find(id))
        .set(cards::activated_at.eq(now))
        .execute(tx.conn)?;
    find(tx, id)
}

/// Locks a driver's account, the cases that are not over, and then the cards: whatever happens to a card may move the
/// cases that made it and those that are about it, and none may be opened meanwhile.
pub(crate) fn lock_all(tx: &mut Tx<'_>, account_id: AccountId) -> Result<Vec<CardRecord>> {
    accounts::lock(tx, account_id)?;
    let over = case::Stage::ALL.iter().copied().filter(|stage| stage.is_final());
    locked!(tx.conn, cases_table::table
        .filter(cases_table::account_id.eq(account_id))
        .filter(cases_table::stage.ne_all(over))
        .order(cases_table::id)
        .select(CaseRecord::columns()) => load::<CaseRecord>)?;
    Ok(locked!(tx.conn, cards::table
        .filter(cards::account_id.eq(account_id))
        .order(cards::id)
        .select(CardRecord::columns()) => load::<CardRecord>)?)
}

/// Ends the driver's older cards, and the cases about them that are not paid for. A card that a case has paid to be
/// posted again is on its way: it stays what it is.
pub(super) fn supersede_older(tx: &mut Tx<'_>, newer: &CardRecord) -> Result<()> {
    let older = locked!(tx.conn, cards::table
        .filter(cards::account_id.eq(newer.account_id))
        .order(cards::id)
        .select(CardRecord::columns()) => load::<CardRecord>)?;
    for record in older.iter().filter(|record| newer.is_newer_than(record)) {
        cases::card_gone(tx, record.id)?;
        // Refused cases give their cards back to their drivers.
        let record = &find(tx, record.id)?;
        let is_awaited = record.stage == Stage::Undelivered && !open_cases(tx, &[record.id])?.is_empty();
        let ends = lifecycle::possible(TABLE, Some(record.stage), Role::System).contains(&Action::Supersede);
        if ends && !is_awaited {
            transitions::follow::<Card>(tx, record, Action::Supersede, &Facts::default(), &None)?;
            stop_timers(tx, record.id)?;
        }
    }
    Ok(())
}
