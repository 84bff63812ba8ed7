//! What moves a case from outside: its attestation, production, its card, and time.

use domain::actor::Role;
use domain::card;
use domain::case::{Action, Stage, Warning};
use domain::ids::{CardId, CaseId};
use domain::lifecycle::{self, Subject};

use super::{CaseInput, CaseRecord, act, follow, lock, lock_for_action};
use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::error::Result;
use crate::notify::{self, About};
use crate::schema::cases;
use crate::store::{Db, Tx};

/// An attestation that the case rests on was withdrawn: a draft has a sector less; a case that was sent goes back to an
/// agent, with a warning; a card already ordered, posted or in use is left to the agent, who is warned too.
pub fn attestation_withdrawn(tx: &mut Tx<'_>, id: CaseId) -> Result<()> {
    let record = lock(tx, id)?;
    let possible = lifecycle::possible(record.kind.table(), Some(record.stage), Role::System);
    if possible.contains(&Action::AttestationWithdrawn) {
        follow(tx, &record, Action::AttestationWithdrawn, &CaseInput::default())?;
        return Ok(());
    }
    if record.stage != Stage::Draft {
        let warning = cases::warning.eq(Some(Warning::AttestationWithdrawn));
        diesel::update(cases::table.find(id)).set(warning).execute(tx.conn)?;
    }
    super::touch(tx, &record).map(drop)
}

/// What a case that was sent had lost was replaced, and is held by it again: the sectors asked for are those held.
pub fn entitlement_replaced(tx: &mut Tx<'_>, record: &CaseRecord) -> Result<()> {
    let sectors = super::whole(tx, record.clone())?.file.asked_for();
    diesel::update(cases::table.find(record.id))
        .set(cases::sectors.eq(Some(Stored(sectors))))
        .execute(tx.conn)?;
    super::touch(tx, record).map(drop)
}

/// The card of this case was posted, when production says.
pub fn shipped(tx: &mut Tx<'_>, id: CaseId, tracking_number: &str, shipped_at: At) -> Result<CaseRecord> {
    let record = lock(tx, id)?;
    let input = CaseInput {
        tracking_number: Some(tracking_number),
        ..CaseInput::default()
    };
    act(tx, &record, Action::Ship, &input)?;
    diesel::update(cases::table.find(id))
        .set((
            cases::tracking_number.eq(Some(tracking_number)),
            cases::shipped_at.eq(Some(shipped_at)),
        ))
        .execute(tx.conn)?;
    super::find(tx, id)
}

/// The card is in use, or ended: the shipped cases that made or sent it are done.
pub fn card_arrived_or_ended(tx: &mut Tx<'_>, card_id: CardId, stage: card::Stage) -> Result<()> {
    if !stage.completes_its_case() {
        return Ok(());
    }
    for id in shipped_with(tx, card_id)? {
        let record = lock(tx, id)?;
        follow(tx, &record, Action::Finish, &CaseInput::default())?;
    }
    Ok(())
}

/// The card came back from the post, or ended otherwise than by the cases that are about it: those that are not paid for
/// are cancelled, those that are paid for and not yet approved are refused and the money given back. The driver's cases
/// and cards are locked.
pub fn card_gone(tx: &mut Tx<'_>, card_id: CardId) -> Result<()> {
    follow_about(tx, card_id, Action::CardGone)
}

/// The card came back from the post: the cases that say it never arrived end. The driver's cases and cards are locked.
pub(super) fn card_found(tx: &mut Tx<'_>, card_id: CardId) -> Result<()> {
    follow_about(tx, card_id, Action::CardFound)
}

/// Moves the cases about a card for which this action is possible.
fn follow_about(tx: &mut Tx<'_>, card_id: CardId, action: Action) -> Result<()> {
    let about: Vec<CaseRecord> = cases::table
        .filter(cases::subject_card_id.eq(Some(card_id)))
        .order(cases::id)
        .select(CaseRecord::columns())
        .load(tx.conn)?;
    for record in about {
        let possible = lifecycle::possible(record.kind.table(), Some(record.stage), Role::System);
        if possible.contains(&action) {
            follow(tx, &record, action, &CaseInput::default())?;
        }
    }
    Ok(())
}

fn shipped_with(db: &mut Db<'_>, card_id: CardId) -> Result<Vec<CaseId>> {
    Ok(cases::table
        .filter(cases::produced_card_id.eq(Some(card_id)))
        .filter(cases::stage.eq(Stage::Shipped))
        .select(cases::id)
        .load(db.conn)?)
}

/// The stage's time is over: the case lapses, or finishes.
pub fn lapse(tx: &mut Tx<'_>, id: CaseId) -> Result<()> {
    let record = lock_for_action(tx, id)?;
    if let Some((action, _)) = lifecycle::lapses(record.kind.table(), record.stage) {
        let input = CaseInput {
            time_is_over: true,
            ..CaseInput::default()
        };
        follow(tx, &record, action, &input)?;
    }
    Ok(())
}

/// The stage's time is nearly over.
pub fn announce_lapse(tx: &mut Tx<'_>, id: CaseId) -> Result<()> {
    let record = lock(tx, id)?;
    let Some(kind) = record.stage.lapse_notice() else {
        return Ok(());
    };
    notify::tell(tx, kind, record.account_id, About::subject(Subject::Case, id))
}
