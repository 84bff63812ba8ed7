//! The examination of a case: agents take it and decide, its driver answers in between.

use diesel::prelude::*;
use domain::actor::Role;
use domain::case::Action;
use domain::ids::{CaseId, StaffId};
use domain::lifecycle;

use super::{Answer, Asked, CaseRecord, act, items, lock};
use crate::accounts;
use crate::error::Result;
use crate::schema::cases;
use crate::store::{Db, Tx};

/// A case as the back office may see it: what was never sent is its driver's alone, and not found.
pub fn sent(db: &mut Db<'_>, id: CaseId) -> Result<CaseRecord> {
    Ok(cases::table
        .find(id)
        .filter(cases::submitted_at.is_not_null())
        .select(CaseRecord::as_select())
        .first(db.conn)?)
}

/// As [`sent`], locked until the transaction ends, its account before it: a decision may change both.
pub fn lock_sent(tx: &mut Tx<'_>, id: CaseId) -> Result<CaseRecord> {
    let account_id = sent(tx, id)?.account_id;
    accounts::lock(tx, account_id)?;
    lock(tx, id)
}

/// The author takes a locked case, for themselves or for the agent named; a supervisor also takes it from another.
pub fn assign(tx: &mut Tx<'_>, record: &CaseRecord, agent: Option<StaffId>) -> Result<CaseRecord> {
    let possible = lifecycle::possible(record.kind.table(), Some(record.stage), tx.author().actor.role());
    let action = if possible.contains(&Action::Reassign) {
        Action::Reassign
    } else {
        Action::Take
    };
    let asked = Asked {
        assignee: agent,
        ..Asked::default()
    };
    act(tx, record, action, &asked)
}

/// The driver answers a locked case's information request.
pub fn respond(tx: &mut Tx<'_>, record: &CaseRecord, answers: &[Answer]) -> Result<CaseRecord> {
    let possible = lifecycle::possible(record.kind.table(), Some(record.stage), Role::Driver);
    // Otherwise there is nothing to answer, which the refusal below says better than the items' absence.
    if possible.contains(&Action::Respond) {
        items::answer(tx, record.id, answers)?;
    }
    act(tx, record, Action::Respond, &Asked::default())
}
