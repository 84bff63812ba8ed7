//! What authenticators were asked, until they have answered. Whoever asks gets a handle, of which a hash is kept; it is
//! taken once, whatever the answer is worth, so that no answer is tried twice.

use chrono::{DateTime, Utc};
use domain::ids::StaffId;
use domain::passkey::{CEREMONY_TIME, CeremonyPurpose};

use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::digest::hexadecimal;
use crate::each;
use crate::error::{Error, Result};
use crate::keys::Seal;
use crate::schema::passkey_ceremonies;
use crate::store::Tx;
use crate::token::Token;

/// A ceremony that has begun.
#[derive(Debug, Clone)]
pub struct Begun {
    /// What is shown with the authenticator's answer.
    pub handle: Token,
    /// Until when it is.
    pub expires_at: DateTime<Utc>,
}

#[derive(Insertable)]
#[diesel(table_name = passkey_ceremonies)]
struct Row {
    handle_hash: Vec<u8>,
    purpose: CeremonyPurpose,
    staff_id: Option<StaffId>,
    sealed_state: Vec<u8>,
    expires_at: At,
}

/// Begins a ceremony, of a member of staff or of whoever it is; `state` is what the answer will be compared with.
pub fn begin(
    tx: &mut Tx<'_>,
    seal: &Seal,
    purpose: CeremonyPurpose,
    staff_id: Option<StaffId>,
    state: &[u8],
) -> Result<Begun> {
    let handle = tx.token();
    begin_under(tx, seal, (purpose, staff_id), handle, state)
}

/// As [`begin`], on the hub's own page: what the browser keeps is shown with the answer, so that it comes from there alone.
/// What it was asked before is over.
pub fn begin_in_browser(tx: &mut Tx<'_>, seal: &Seal, browser: &Token, state: &[u8]) -> Result<Begun> {
    diesel::delete(passkey_ceremonies::table.find(browser.digest())).execute(tx.conn)?;
    begin_under(tx, seal, (CeremonyPurpose::Authorize, None), browser.clone(), state)
}

fn begin_under(
    tx: &mut Tx<'_>,
    seal: &Seal,
    (purpose, staff_id): (CeremonyPurpose, Option<StaffId>),
    handle: Token,
    state: &[u8],
) -> Result<Begun> {
    forget_expired(tx)?;
    let begun = Begun {
        handle,
        expires_at: tx.real_now() + CEREMONY_TIME,
    };
    let handle_hash = begun.handle.digest();
    let sealed = seal.close(&context(&handle_hash), state);
    let row = Row {
        purpose,
        staff_id,
        sealed_state: sealed?,
        expires_at: At(begun.expires_at),
        handle_hash,
    };
    diesel::insert_into(passkey_ceremonies::table)
        .values(&row)
        .execute(tx.conn)?;
    Ok(begun)
}

/// Ends a ceremony: what the answer is to be compared with. Unknown, too late, taken before, of another purpose or
/// somebody else's: none.
pub fn take(
    tx: &mut Tx<'_>,
    seal: &Seal,
    purpose: CeremonyPurpose,
    staff_id: Option<StaffId>,
    handle: &Token,
) -> Result<Option<Vec<u8>>> {
    let now = At(tx.real_now());
    let found: Option<Vec<u8>> = each!(tx.conn, c => {
        let mut query = passkey_ceremonies::table
            .filter(passkey_ceremonies::handle_hash.eq(handle.digest()))
            .filter(passkey_ceremonies::purpose.eq(purpose))
            .filter(passkey_ceremonies::expires_at.gt(now))
            .into_boxed();
        query = match staff_id {
            Some(id) => query.filter(passkey_ceremonies::staff_id.eq(Some(id))),
            None => query.filter(passkey_ceremonies::staff_id.is_null()),
        };
        query.select(passkey_ceremonies::sealed_state).first(c).optional()
    })?;
    let Some(sealed) = found else {
        return Ok(None);
    };
    // Whoever comes first has it.
    if diesel::delete(passkey_ceremonies::table.find(handle.digest())).execute(tx.conn)? == 0 {
        return Ok(None);
    }
    let state = seal.open(&context(&handle.digest()), &sealed);
    state.ok_or_else(|| Error::unopened("a ceremony")).map(Some)
}

/// Forgets ceremonies that nobody answered in time.
pub fn forget_expired(tx: &mut Tx<'_>) -> Result<()> {
    let now = At(tx.real_now());
    diesel::delete(passkey_ceremonies::table.filter(passkey_ceremonies::expires_at.le(now))).execute(tx.conn)?;
    Ok(())
}

/// What is sealed of one ceremony opens in no other.
fn context(handle_hash: &[u8]) -> String {
    format!("passkey ceremony {}", hexadecimal(handle_hash))
}
