//! What is to leave the house: rows written in the transaction that decided it, carried out by the dispatcher.

use domain::ids::AccountId;
use serde::Serialize;
use uuid::Uuid;

use crate::error::Result;
use crate::store::Tx;

/// What a row asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A mail.
    Email,
    /// A text message.
    Sms,
    /// Bytes to delete from object storage.
    DeleteObject,
}

/// Adds a row.
pub fn enqueue(
    _tx: &mut Tx<'_>,
    _kind: Kind,
    _ordering_key: Option<Uuid>,
    _account_id: Option<AccountId>,
    _payload: &impl Serialize,
) -> Result<()> {
    Ok(())
}
