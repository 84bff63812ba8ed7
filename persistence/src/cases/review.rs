//! The examination of a case: agents take it and decide, its driver answers in between.

use domain::actor::Role;
use domain::case::Action;
use domain::ids::{CaseId, StaffId};
use domain::lifecycle;

use super::{Answer, CaseInput, CaseRecord, act, items, lock_for_action};
use crate::accounts;
use crate::dialect::prelude::*;
use crate::error::Result;
use crate::schema::cases;
use crate::store::{Db, Tx};

/// A case as the back office may see it: what was never sent is its driver's alone, and not found.
pub fn sent(db: &mut Db<'_>, id: CaseId) -> Result<CaseRecord> {
    Ok(cases::table
        .find(id)
        .filter(cases::submitted_at.is_not_null())
        .select(CaseRecord::columns())
        .first(db.conn)?)
}

/// As [`sent`], locked until the transaction ends, its account before it: a decision may change both (see
/// [`lock_for_action`]).
pub fn lock_sent(tx: &mut Tx<'_>, id: CaseId) -> Result<CaseRecord> {
    let account_id = sent(tx, id)?.account_id;
    accounts::lock(tx, account_id)?;
    lock_for_action(tx, id)
}

/// The driver gives up a locked case: cancels a draft, withdraws what was sent.
pub fn give_up(tx: &mut Tx<'_>, record: &CaseRecord) -> Result<CaseRecord> {
    let possible = lifecycle::possible(record.kind.table(), Some(record.stage), Role::Driver);
    let action = if possible.contains(&Action::Withdraw) {
        Action::Withdraw
    } else {
        Action::Cancel
    };
    act(tx, record, action, &CaseInput::default())
}

/// The author takes a locked case, for themselves or for the agent named; a supervisor also takes it from another.
pub fn assign(tx: &mut Tx<'_>, record: &CaseRecord, agent: Option<StaffId>) -> Result<CaseRecord> {
    let possible = lifecycle::possible(record.kind.table(), Some(record.stage), tx.author().actor.role());
    let action = if possible.contains(&Action::Reassign) {
        Action::Reassign
    } else {
        Action::Take
    };
    let input = CaseInput {
        assignee: agent,
        ..CaseInput::default()
    };
    act(tx, record, action, &input)
}

/// The driver answers a locked case's information request, or corrects the error on their card.
pub fn respond(tx: &mut Tx<'_>, record: &CaseRecord, answers: &[Answer]) -> Result<CaseRecord> {
    let possible = lifecycle::possible(record.kind.table(), Some(record.stage), Role::Driver);
    let answering = [Action::Respond, Action::Correct].into_iter();
    let Some(action) = answering.into_iter().find(|action| possible.contains(action)) else {
        // There is nothing to answer, which this refusal says better than the items' absence.
        return act(tx, record, Action::Respond, &CaseInput::default());
    };
    items::answer(tx, record.id, answers)?;
    act(tx, record, action, &CaseInput::default())
}
