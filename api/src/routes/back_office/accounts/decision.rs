//! What is decided about accounts, each in one way, whichever door the decision comes through.

use domain::ids::AccountId;
use domain::people::Language;
use persistence::Tx;
use persistence::accounts::{self, correction, decisions, email};
use persistence::cases::NewItem;

use super::account_view::AccountFile;
use crate::http::{IfMatch, Reply};
use crate::hub::Abort;

/// A decision.
#[derive(Debug, Clone)]
pub(crate) enum Decision {
    /// The data is in order.
    Approve,
    /// The driver is to put this right.
    RequestCorrection(Vec<NewItem>),
    /// The account is refused, and why.
    Reject(String),
    /// The account is blocked, and why.
    Suspend(String),
    /// The account is unblocked, and why.
    Reactivate(String),
    /// The account, which was never used, is closed, and why.
    Close(String),
    /// The driver is reached under another email, and why.
    CorrectEmail {
        /// The email, as it is kept.
        email: String,
        /// Why.
        reason: String,
    },
}

impl Decision {
    /// Takes effect on an account that still is what the decider saw.
    pub fn take(&self, tx: &mut Tx<'_>, id: AccountId, seen: &IfMatch) -> Result<(), Abort> {
        let account = match self {
            Self::Approve => accounts::lock_with_licence(tx, id)?,
            _ => accounts::lock(tx, id)?,
        };
        seen.require(account.version)?;
        match self {
            Self::Approve => decisions::approve(tx, &account)?,
            Self::RequestCorrection(items) => correction::request(tx, &account, items)?,
            Self::Reject(reason) => decisions::reject(tx, &account, reason)?,
            Self::Suspend(reason) => decisions::suspend(tx, &account, reason)?,
            Self::Reactivate(reason) => decisions::reactivate(tx, &account, reason)?,
            Self::Close(reason) => decisions::close_unused(tx, &account, reason)?,
            Self::CorrectEmail { email, reason } => email::correct(tx, &account, email, reason)?,
        }
        Ok(())
    }
}

/// Decides; the account as it is then.
pub(super) fn decide(
    tx: &mut Tx<'_>,
    id: AccountId,
    seen: &IfMatch,
    decision: &Decision,
    language: Language,
) -> Result<Reply, Abort> {
    decision.take(tx, id, seen)?;
    let role = tx.author().actor.role();
    AccountFile::answer(tx, id, role, language)
}
