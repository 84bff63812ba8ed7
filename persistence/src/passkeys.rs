//! Passkeys of members of staff: the public keys by which they sign in, without a password and without a code. All of it
//! goes by real time.
//!
//! Nothing here knows how an authenticator answers: what it proved was checked before, outside any transaction.

use chrono::{DateTime, Utc};
use domain::ids::{PasskeyId, SessionId, StaffId};
use domain::notification::NotificationKind;
use domain::passkey;
use serde_json::{Value, json};

use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::each;
use crate::error::{Error, Result};
use crate::notify::{self, About};
use crate::owner::Owner;
use crate::schema::passkeys;
use crate::store::{Db, Tx};
use crate::{audit, frontends, sessions, staff};

pub mod ceremonies;
pub mod sign_in;

/// A passkey, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = passkeys)]
pub struct PasskeyRecord {
    /// Its id.
    pub id: PasskeyId,
    /// Whose it is.
    pub staff_id: StaffId,
    /// What its owner calls it.
    pub name: String,
    /// Its public key, and what is to be compared when it is shown.
    pub credential: Stored<Value>,
    /// Whether it is kept in more than one place.
    pub backed_up: bool,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// When somebody last signed in by it.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// What an authenticator made.
#[derive(Debug, Clone)]
pub struct NewPasskey {
    /// What its authenticator calls it.
    pub credential_id: Vec<u8>,
    /// What its owner calls it.
    pub name: String,
    /// Its public key, and what is to be compared when it is shown.
    pub credential: Value,
    /// Whether it is kept in more than one place.
    pub backed_up: bool,
}

#[derive(Insertable)]
#[diesel(table_name = passkeys)]
struct Row {
    id: PasskeyId,
    staff_id: StaffId,
    credential_id: Vec<u8>,
    name: String,
    credential: Stored<Value>,
    backed_up: bool,
    created_at: At,
}

/// What became of a passkey that was made.
#[derive(Debug)]
pub enum Kept {
    /// It is kept.
    Made(PasskeyRecord),
    /// Somebody has it already.
    Taken,
    /// Its owner has as many as there may be.
    TooMany,
}

/// Somebody's passkeys, oldest first.
pub fn of(db: &mut Db<'_>, id: StaffId, cursor: Option<PasskeyId>, limit: i64) -> Result<Vec<PasskeyRecord>> {
    Ok(each!(db.conn, c => {
        let mut query = passkeys::table
            .filter(passkeys::staff_id.eq(id))
            .order(passkeys::id)
            .limit(limit)
            .into_boxed();
        if let Some(cursor) = cursor {
            query = query.filter(passkeys::id.gt(cursor));
        }
        query.select(PasskeyRecord::columns()).load(c)
    })?)
}

/// How many passkeys somebody has.
pub fn count(db: &mut Db<'_>, id: StaffId) -> Result<usize> {
    let count: i64 = passkeys::table
        .filter(passkeys::staff_id.eq(id))
        .count()
        .get_result(db.conn)?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// What authenticators call somebody's passkeys: none of them makes a second one.
pub fn credential_ids(db: &mut Db<'_>, id: StaffId) -> Result<Vec<Vec<u8>>> {
    Ok(passkeys::table
        .filter(passkeys::staff_id.eq(id))
        .order(passkeys::id)
        .select(passkeys::credential_id)
        .load(db.conn)?)
}

/// The passkey that an authenticator calls so.
pub fn find(db: &mut Db<'_>, credential_id: &[u8]) -> Result<Option<PasskeyRecord>> {
    Ok(passkeys::table
        .filter(passkeys::credential_id.eq(credential_id))
        .select(PasskeyRecord::columns())
        .first(db.conn)
        .optional()?)
}

/// Whether somebody may change what they sign in with, in a session of theirs.
pub fn may_change_factors(db: &mut Db<'_>, id: StaffId, session: SessionId) -> Result<bool> {
    let has_passkey = count(db, id)? > 0;
    let present = sessions::who(db, session)?;
    let has_second_factor = present.is_some_and(|present| present.has_second_factor);
    Ok(passkey::may_change_factors(has_passkey, has_second_factor))
}

/// Keeps a passkey of a member of staff, who is told.
pub fn keep(tx: &mut Tx<'_>, owner: StaffId, new: &NewPasskey) -> Result<Kept> {
    // Locked, so that the last one is not made twice.
    staff::lock(tx, owner)?;
    if count(tx, owner)? >= passkey::MOST {
        return Ok(Kept::TooMany);
    }
    let row = Row {
        id: tx.id(),
        staff_id: owner,
        credential_id: new.credential_id.clone(),
        name: new.name.clone(),
        credential: Stored(new.credential.clone()),
        backed_up: new.backed_up,
        created_at: At(tx.real_now()),
    };
    let inserted = tx.savepoint(|tx| Ok(diesel::insert_into(passkeys::table).values(&row).execute(tx.conn)?));
    match inserted {
        Err(Error::Collision { .. }) => return Ok(Kept::Taken),
        inserted => inserted?,
    };
    note(tx, "register_passkey", owner, row.id)?;
    notify::tell_staff(tx, NotificationKind::PasskeyAdded, owner, About::default())?;
    let kept = passkeys::table.find(row.id).select(PasskeyRecord::columns());
    Ok(Kept::Made(kept.first(tx.conn)?))
}

/// Removes one of somebody's passkeys, and ends the sessions that were begun by it. Somebody else's: not found.
pub fn remove(tx: &mut Tx<'_>, owner: StaffId, id: PasskeyId) -> Result<()> {
    let own = passkeys::table
        .filter(passkeys::id.eq(id))
        .filter(passkeys::staff_id.eq(owner));
    if diesel::delete(own).execute(tx.conn)? == 0 {
        return Err(Error::NotFound);
    }
    sessions::end_of_passkey(tx, id)?;
    frontends::forget_pending(tx, Owner::Staff(owner))?;
    note(tx, "remove_passkey", owner, id)?;
    notify::tell_staff(tx, NotificationKind::PasskeyRemoved, owner, About::default())
}

/// Removes all of somebody's passkeys, because they lost them; whether there were any.
pub fn remove_all(tx: &mut Tx<'_>, owner: StaffId) -> Result<bool> {
    let ids: Vec<PasskeyId> = passkeys::table
        .filter(passkeys::staff_id.eq(owner))
        .order(passkeys::id)
        .select(passkeys::id)
        .load(tx.conn)?;
    for id in &ids {
        remove(tx, owner, *id)?;
    }
    Ok(!ids.is_empty())
}

fn note(tx: &mut Tx<'_>, action: &str, owner: StaffId, id: PasskeyId) -> Result<()> {
    audit::note(tx, action, "staff", Some(owner.into()), Some(json!({"passkey": id})))
}
