//! Signing in by what a machine has signed (RFC 7523): each assertion is good once.

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, Utc};
use domain::oauth::keys::PublicKey;

use super::{Client, load, settled};
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::each;
use crate::error::Result;
use crate::schema::client_assertions;
use crate::store::{Db, Tx};

/// The keys by which a client signs in; none where it has none, or may not be answered.
pub fn keys_of(db: &mut Db<'_>, client_id: &str) -> Result<Vec<PublicKey>> {
    let found = load(db, client_id)?;
    Ok(found
        .and_then(|(_, means)| means.keys)
        .map_or_else(Vec::new, |keys| keys.0))
}

/// A client signs in by an assertion that is good until then: none where it was shown before, or its keys were others a moment
/// ago. An assertion that is not good is none, and is remembered as a wrong secret is.
pub fn sign_in_by(
    tx: &mut Tx<'_>,
    client_id: &str,
    assertion: Option<(&str, DateTime<Utc>)>,
    keys: &[PublicKey],
) -> Result<Option<Client>> {
    let found = load(tx, client_id)?;
    let still = |keys_now: Option<&Vec<PublicKey>>| keys_now.is_some_and(|now| now == keys);
    let has_keys = found
        .as_ref()
        .is_some_and(|(_, means)| still(means.keys.as_ref().map(|kept| &kept.0)));
    let fits = match assertion.filter(|_| has_keys) {
        Some((id, until)) => is_first(tx, client_id, id, until)?,
        None => false,
    };
    settled(tx, found.map(|(client, _)| client), fits)
}

/// Whether an assertion is shown for the first time.
fn is_first(tx: &mut Tx<'_>, client_id: &str, id: &str, until: DateTime<Utc>) -> Result<bool> {
    // No client's name has a line break.
    let hash = digest(&SHA256, format!("{client_id}\n{id}").as_bytes())
        .as_ref()
        .to_vec();
    let kept = each!(tx.conn, c => diesel::insert_into(client_assertions::table)
        .values((client_assertions::digest.eq(&hash), client_assertions::expires_at.eq(At(until))))
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(kept > 0)
}

/// Forgets assertions that are over.
pub fn forget_assertions(tx: &mut Tx<'_>) -> Result<()> {
    let now = At(tx.real_now());
    diesel::delete(client_assertions::table.filter(client_assertions::expires_at.lt(now))).execute(tx.conn)?;
    Ok(())
}
