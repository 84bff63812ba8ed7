//! What the hub owes and has not done yet: how much lies in the outbox, and who has waited longest for an agent. A few short
//! reads, for whoever watches.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{account, case};

use crate::dialect::prelude::*;
use crate::error::Result;
use crate::outbox::{self, Backlog};
use crate::schema::{accounts, cases};
use crate::store::Db;

/// What is not done yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// Messages in the outbox.
    pub messages: Backlog,
    /// How long the oldest of those that are not done has waited; zero where there is none.
    pub oldest_message: TimeDelta,
    /// How long the account that no agent has analysed has waited that waits longest.
    pub oldest_account: TimeDelta,
    /// How long the case that no agent has taken has waited that waits longest.
    pub oldest_case: TimeDelta,
}

/// Looks.
pub fn owed(db: &mut Db<'_>) -> Result<Owed> {
    let account: Option<DateTime<Utc>> = accounts::table
        .filter(accounts::stage.eq(account::Stage::PendingReview))
        .order(accounts::updated_at)
        .select(accounts::updated_at)
        .first(db.conn)
        .optional()?;
    let case: Option<Option<DateTime<Utc>>> = cases::table
        .filter(cases::stage.eq(case::Stage::Submitted))
        .order((cases::submitted_at, cases::id))
        .select(cases::submitted_at)
        .first(db.conn)
        .optional()?;
    let message = outbox::oldest(db)?;
    let now = db.now();
    let waited = |since: Option<DateTime<Utc>>| since.map_or(TimeDelta::zero(), |since| now - since);
    Ok(Owed {
        messages: outbox::backlog(db)?,
        oldest_message: waited(message),
        oldest_account: waited(account),
        oldest_case: waited(case.flatten()),
    })
}
