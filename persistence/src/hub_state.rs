//! What the hub remembers about itself: which profile the database belongs to, how far its clock was moved, whether
//! anything in its storage is still unencrypted.

use chrono::TimeDelta;

use crate::dialect::prelude::*;
use crate::each;
use crate::error::{Error, Result};
use crate::schema::hub_state;
use crate::store::{Db, Tx};

const PROFILE: &str = "profile";
const CLOCK_AHEAD: &str = "clock_ahead_micros";
const HEARTBEAT: &str = "heartbeat";
const TERMS: &str = "terms";
const STORAGE: &str = "storage";

/// By which rules drivers' terms were last counted: one term for both sectors.
const ONE_TERM: &str = "one_term";

/// How the objects lie in the storage: every one of them encrypted.
const SEALED: &str = "sealed";

/// Whose the database is: the profile it was first opened with, which is this one where there was none before.
pub fn settle_profile(tx: &mut Tx<'_>, profile: &str) -> Result<String> {
    let row = (hub_state::key.eq(PROFILE), hub_state::value.eq(profile));
    each!(tx.conn, c => diesel::insert_into(hub_state::table).values(row).on_conflict_do_nothing().execute(c))?;
    get(tx, PROFILE)?.ok_or(Error::NotFound)
}

/// How far the business clock is ahead of real time: nothing, until the sandbox moved it.
pub fn clock_ahead(db: &mut Db<'_>) -> Result<TimeDelta> {
    let Some(micros) = get(db, CLOCK_AHEAD)? else {
        return Ok(TimeDelta::zero());
    };
    let micros = micros
        .parse()
        .map_err(|_| Error::Corrupt("the clock's offset".to_owned()))?;
    Ok(TimeDelta::microseconds(micros))
}

/// Keeps how far the business clock is ahead of real time.
pub fn keep_clock_ahead(tx: &mut Tx<'_>, ahead: TimeDelta) -> Result<()> {
    let micros = ahead.num_microseconds().unwrap_or(i64::MAX).to_string();
    put(tx, CLOCK_AHEAD, &micros)
}

/// Whether every driver's terms were counted by the rules of today.
pub fn terms_are_counted(db: &mut Db<'_>) -> Result<bool> {
    Ok(get(db, TERMS)?.as_deref() == Some(ONE_TERM))
}

/// Every driver's terms are counted by the rules of today.
pub fn note_terms_counted(tx: &mut Tx<'_>) -> Result<()> {
    put(tx, TERMS, ONE_TERM)
}

/// Whether every object in the storage is known to be encrypted: what is not so was not written by the hub.
pub fn storage_is_sealed(db: &mut Db<'_>) -> Result<bool> {
    Ok(get(db, STORAGE)?.as_deref() == Some(SEALED))
}

/// Every object in the storage is encrypted from now on.
pub fn note_storage_sealed(tx: &mut Tx<'_>) -> Result<()> {
    put(tx, STORAGE, SEALED)
}

/// Objects may be unencrypted again.
pub fn note_storage_open(tx: &mut Tx<'_>) -> Result<()> {
    diesel::delete(hub_state::table.find(STORAGE)).execute(tx.conn)?;
    Ok(())
}

/// Writes one small row, always the same one: what shows that the database takes writes.
pub fn beat(tx: &mut Tx<'_>) -> Result<()> {
    let now = tx.real_now().to_rfc3339();
    put(tx, HEARTBEAT, &now)
}

fn get(db: &mut Db<'_>, key: &str) -> Result<Option<String>> {
    Ok(hub_state::table
        .find(key)
        .select(hub_state::value)
        .first(db.conn)
        .optional()?)
}

fn put(tx: &mut Tx<'_>, key: &str, value: &str) -> Result<()> {
    let row = (hub_state::key.eq(key), hub_state::value.eq(value));
    each!(tx.conn, c => diesel::insert_into(hub_state::table)
        .values(row)
        .on_conflict(hub_state::key)
        .do_update()
        .set(hub_state::value.eq(value))
        .execute(c))?;
    Ok(())
}
