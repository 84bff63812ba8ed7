//! A card's way: posted, activated, and superseded by the next one.

use diesel::prelude::*;
use domain::card::{Action, Card, Facts, Stage};
use domain::case;
use domain::ids::{AccountId, CardId};
use domain::words::Word as _;

use super::{CardRecord, find, lock, of_account, set_timers, stop_timers};
use crate::cases::{self, CaseRecord};
use crate::dialect::At;
use crate::error::{Error, Result};
use crate::locked;
use crate::schema::{cards, cases as cases_table};
use crate::store::Tx;
use crate::{accounts, transitions};

/// The card was posted.
pub fn ship(tx: &mut Tx<'_>, id: CardId, tracking_number: &str) -> Result<()> {
    let record = lock(tx, id)?;
    transitions::act::<Card>(tx, &record, Action::Ship, &Facts::default(), &None)?;
    diesel::update(cards::table.find(id))
        .set(cards::tracking_number.eq(Some(tracking_number)))
        .execute(tx.conn)?;
    // A card that came back has none.
    set_timers(tx, &record)
}

/// The driver has received and checked the card; the case that made it is locked before the card, as always.
pub fn activate(tx: &mut Tx<'_>, account_id: AccountId, id: CardId) -> Result<CardRecord> {
    of_account(tx, account_id, id)?;
    let cards = lock_all(tx, account_id)?;
    let record = cards.iter().find(|card| card.id == id).ok_or(Error::NotFound)?;
    let newer_active = cards
        .iter()
        .any(|card| card.stage == Stage::Active && card.is_newer_than(record));
    let facts = Facts {
        no_newer_active: !newer_active,
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
        .select(CaseRecord::as_select()) => load::<CaseRecord>)?;
    Ok(locked!(tx.conn, cards::table
        .filter(cards::account_id.eq(account_id))
        .order(cards::id)
        .select(CardRecord::as_select()) => load::<CardRecord>)?)
}

pub(super) fn supersede_older(tx: &mut Tx<'_>, newer: &CardRecord) -> Result<()> {
    let held = locked!(tx.conn, cards::table
        .filter(cards::account_id.eq(newer.account_id))
        .filter(cards::stage.eq_any([Stage::Active, Stage::InTransit, Stage::Suspended]))
        .order(cards::id)
        .select(CardRecord::as_select()) => load::<CardRecord>)?;
    for record in held.iter().filter(|record| newer.is_newer_than(record)) {
        transitions::follow::<Card>(tx, record, Action::Supersede, &Facts::default(), &None)?;
        stop_timers(tx, record.id)?;
        cases::card_gone(tx, record.id)?;
    }
    Ok(())
}
