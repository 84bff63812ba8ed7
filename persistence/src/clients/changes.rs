//! What a supervisor changes about a partner's credentials.

use chrono::{DateTime, TimeDelta, Utc};
use domain::access::{Partner, Scope};
use domain::ids::{CentreId, FrontendId};
use domain::oauth::keys::PublicKey;
use serde_json::json;

use super::{hash_of, told};
use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::error::{Error, Result};
use crate::locked;
use crate::schema::machine_clients;
use crate::store::Tx;

/// Locks a credential that works, and is this partner's: the hash of its secret. Another's is not found.
fn lock(tx: &mut Tx<'_>, partner: Partner, client_id: &str) -> Result<Vec<u8>> {
    type Row = (Scope, Option<CentreId>, Option<FrontendId>, Vec<u8>);

    let columns = (
        machine_clients::scope,
        machine_clients::centre_id,
        machine_clients::frontend_id,
        machine_clients::secret_hash,
    );
    let (scope, centre, frontend, hash) = locked!(tx.conn, machine_clients::table
        .find(client_id)
        .filter(machine_clients::revoked_at.is_null())
        .select(columns) => first::<Row>)?;
    if Partner::of(scope, centre, frontend) == Some(partner) {
        Ok(hash)
    } else {
        Err(Error::NotFound)
    }
}

/// Revokes a credential: tokens made with it are answered no more.
pub fn revoke(tx: &mut Tx<'_>, partner: Partner, client_id: &str) -> Result<()> {
    lock(tx, partner, client_id)?;
    let now = At(tx.now());
    diesel::update(machine_clients::table.find(client_id))
        .set(machine_clients::revoked_at.eq(Some(now)))
        .execute(tx.conn)?;
    told(tx, "revoke_credential", partner, json!({ "client_id": client_id }))
}

/// Replaces the secret of a credential; until when the one before goes on working.
pub fn replace_secret(
    tx: &mut Tx<'_>,
    partner: Partner,
    client_id: &str,
    secret: &str,
    overlap: TimeDelta,
) -> Result<DateTime<Utc>> {
    let before = lock(tx, partner, client_id)?;
    let until = tx.real_now() + overlap;
    let set = (
        machine_clients::secret_hash.eq(hash_of(secret)),
        machine_clients::previous_secret_hash.eq(Some(before)),
        machine_clients::previous_secret_until.eq(Some(At(until))),
    );
    diesel::update(machine_clients::table.find(client_id))
        .set(set)
        .execute(tx.conn)?;
    let details = json!({ "client_id": client_id, "previous_until": until });
    told(tx, "replace_secret", partner, details)?;
    Ok(until)
}

/// Sets the keys by which a credential's machine signs in from now on; by its secret again where there are none.
pub fn set_keys(tx: &mut Tx<'_>, partner: Partner, client_id: &str, keys: &[PublicKey]) -> Result<()> {
    lock(tx, partner, client_id)?;
    let kept = (!keys.is_empty()).then(|| Stored(keys.to_vec()));
    diesel::update(machine_clients::table.find(client_id))
        .set(machine_clients::keys.eq(kept))
        .execute(tx.conn)?;
    let details = json!({ "client_id": client_id, "keys": keys.len() });
    told(tx, "set_client_keys", partner, details)
}
