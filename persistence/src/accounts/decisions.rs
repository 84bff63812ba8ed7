//! What the back office decides about accounts, and what their drivers do with them. Each takes the account as it was
//! locked.

use domain::account::{Account, Action, Facts};

use super::{AccountRecord, Input, closing};
use crate::dialect::prelude::*;
use crate::error::Result;
use crate::schema::accounts;
use crate::store::Tx;
use crate::transitions;

/// Finds the data in order. The account is locked with its licence (see [`super::lock_with_licence`]), so that two
/// accounts with the same one are not both approved.
pub fn approve(tx: &mut Tx<'_>, account: &AccountRecord) -> Result<()> {
    let facts = Facts {
        licence_free: super::is_licence_free(tx, account.id, account.licence())?,
        ..Facts::default()
    };
    decide(tx, account, Action::Approve, &facts)
}

/// Refuses the account.
pub fn reject(tx: &mut Tx<'_>, account: &AccountRecord, reason: &str) -> Result<()> {
    decide(tx, account, Action::Reject, &because(reason))
}

/// Blocks the account.
pub fn suspend(tx: &mut Tx<'_>, account: &AccountRecord, reason: &str) -> Result<()> {
    decide(tx, account, Action::Suspend, &because(reason))
}

/// Unblocks the account.
pub fn reactivate(tx: &mut Tx<'_>, account: &AccountRecord, reason: &str) -> Result<()> {
    decide(tx, account, Action::Reactivate, &because(reason))
}

/// Ends the account, at its driver's wish.
pub fn close(tx: &mut Tx<'_>, account: &AccountRecord) -> Result<()> {
    let facts = Facts {
        nothing_open: closing::losses(tx, account.id)?.nothing_stands_in_the_way(),
        ..Facts::default()
    };
    decide(tx, account, Action::Close, &facts)
}

/// Ends an account that was never used, at an agent's word.
pub fn close_unused(tx: &mut Tx<'_>, account: &AccountRecord, reason: &str) -> Result<()> {
    decide(tx, account, Action::Close, &because(reason))
}

fn because(reason: &str) -> Facts<'_> {
    Facts {
        reason: Some(reason),
        ..Facts::default()
    }
}

/// Keeps the reason first: the message that the transition sends tells it.
fn decide(tx: &mut Tx<'_>, account: &AccountRecord, action: Action, facts: &Facts<'_>) -> Result<()> {
    diesel::update(accounts::table.find(account.id))
        .set(accounts::decision_reason.eq(facts.reason))
        .execute(tx.conn)?;
    let input = Input {
        reason: facts.reason,
        ..Input::default()
    };
    transitions::act::<Account>(tx, account, action, facts, &input)?;
    Ok(())
}
