//! How a card ends: revoked by the back office, or when every sector of it is over.

use chrono::{DateTime, Utc};
use domain::card::{Action, Card, Facts, RevocationReason, Stage};
use domain::ids::CardId;
use domain::lifecycle::Subject;
use domain::notification::NotificationKind;
use domain::time::{days_after, start_of};
use domain::timer::{self, TimerAction};

use super::moves::lock_all;
use super::{CardRecord, find};
use crate::dialect::prelude::*;
use crate::error::{Error, Result};
use crate::notify::{self, About};
use crate::schema::cards;
use crate::store::Tx;
use crate::{cases, timers, transitions};

/// Why a card is revoked.
#[derive(Debug, Clone, Copy)]
pub struct Revocation<'a> {
    /// The reason.
    pub reason: RevocationReason,
    /// The agent's words about it.
    pub note: Option<&'a str>,
}

/// Revokes a card, and tells its driver. A case that was to replace it has nothing to replace any more.
pub fn revoke(tx: &mut Tx<'_>, id: CardId, revocation: Revocation<'_>) -> Result<CardRecord> {
    let account_id = find(tx, id)?.account_id;
    let cards = lock_all(tx, account_id)?;
    let record = cards.iter().find(|card| card.id == id).ok_or(Error::NotFound)?;
    let facts = Facts {
        reason_given: revocation.reason.is_explained_by(revocation.note),
        ..Facts::default()
    };
    transitions::act::<Card>(tx, record, Action::Revoke, &facts, &revocation.note)?;
    diesel::update(cards::table.find(id))
        .set((
            cards::revocation_reason.eq(Some(revocation.reason)),
            cards::revocation_note.eq(revocation.note),
        ))
        .execute(tx.conn)?;
    stop_timers(tx, id)?;
    cases::card_gone(tx, id)?;
    notify::tell(
        tx,
        NotificationKind::CardRevoked,
        account_id,
        About::subject(Subject::Card, id),
    )?;
    find(tx, id)
}

/// Every sector of the card is over.
pub fn expire(tx: &mut Tx<'_>, id: CardId) -> Result<()> {
    let account_id = find(tx, id)?.account_id;
    let cards = lock_all(tx, account_id)?;
    timers::clear(tx, Subject::Card, id.into(), TimerAction::Expire)?;
    let Some(record) = cards.iter().find(|card| card.id == id) else {
        return Ok(());
    };
    if matches!(record.stage, Stage::Active | Stage::InTransit) {
        let facts = Facts {
            every_sector_over: tx.today() > record.expires_on,
            ..Facts::default()
        };
        transitions::follow::<Card>(tx, record, Action::Expire, &facts, &None)?;
        cases::card_gone(tx, id)?;
    }
    Ok(())
}

/// The card ends soon: tells its driver, if the card is in use.
pub fn announce_end(tx: &mut Tx<'_>, id: CardId, action: TimerAction) -> Result<()> {
    timers::clear(tx, Subject::Card, id.into(), action)?;
    let record = find(tx, id)?;
    if record.stage != Stage::Active {
        return Ok(());
    }
    let about = About::subject(Subject::Card, id);
    notify::tell(tx, NotificationKind::CardExpiring, record.account_id, about)
}

/// The card was posted some time ago: reminds its driver, if it is not activated yet.
pub fn remind_to_activate(tx: &mut Tx<'_>, id: CardId) -> Result<()> {
    let record = find(tx, id)?;
    if record.stage != Stage::InTransit {
        return Ok(());
    }
    let about = About::subject(Subject::Card, id);
    notify::tell(tx, NotificationKind::CardNotActivated, record.account_id, about)
}

/// Its holder will be reminded to activate a card that was posted.
pub(super) fn await_activation(tx: &mut Tx<'_>, id: CardId, posted_at: DateTime<Utc>) -> Result<()> {
    for (action, due) in timer::activation_reminders(posted_at) {
        timers::set(tx, Subject::Card, id.into(), action, due)?;
    }
    Ok(())
}

/// What is due by itself: the end of the card, and what is told of it beforehand.
pub(super) fn set_timers(tx: &mut Tx<'_>, card: &CardRecord) -> Result<()> {
    let over = start_of(days_after(card.expires_on, 1));
    timers::set(tx, Subject::Card, card.id.into(), TimerAction::Expire, over)?;
    for (action, due) in timer::card_reminders(card.expires_on) {
        if due > tx.now() {
            timers::set(tx, Subject::Card, card.id.into(), action, due)?;
        }
    }
    Ok(())
}

/// Nothing more is due by itself.
pub(super) fn stop_timers(tx: &mut Tx<'_>, id: CardId) -> Result<()> {
    use TimerAction as Due;
    for action in [
        Due::Expire,
        Due::CardNotActivated,
        Due::CardStillNotActivated,
        Due::CardExpiringInSixMonths,
        Due::CardExpiringInThreeMonths,
    ] {
        timers::clear(tx, Subject::Card, id.into(), action)?;
    }
    Ok(())
}
