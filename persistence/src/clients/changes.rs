//! What a supervisor changes about a centre's credentials.

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::CentreId;
use domain::oauth::keys::PublicKey;
use serde_json::json;

use super::hash_of;
use crate::audit;
use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::error::{Error, Result};
use crate::schema::machine_clients;
use crate::store::Tx;

/// Revokes a credential of a centre: tokens made with it are answered no more.
pub fn revoke(tx: &mut Tx<'_>, centre_id: CentreId, client_id: &str) -> Result<()> {
    let now = tx.now();
    let its = machine_clients::table
        .filter(machine_clients::client_id.eq(client_id))
        .filter(machine_clients::centre_id.eq(Some(centre_id)))
        .filter(machine_clients::revoked_at.is_null());
    let revoked = diesel::update(its)
        .set(machine_clients::revoked_at.eq(Some(At(now))))
        .execute(tx.conn)?;
    if revoked == 0 {
        return Err(Error::NotFound);
    }
    told(tx, "revoke_credential", centre_id, json!({ "client_id": client_id }))
}

/// Replaces the secret of a credential; until when the one before goes on working.
pub fn replace_secret(
    tx: &mut Tx<'_>,
    centre_id: CentreId,
    client_id: &str,
    secret: &str,
    overlap: TimeDelta,
) -> Result<DateTime<Utc>> {
    let its = machine_clients::table
        .filter(machine_clients::client_id.eq(client_id))
        .filter(machine_clients::centre_id.eq(Some(centre_id)))
        .filter(machine_clients::revoked_at.is_null());
    let before: Vec<u8> = its.select(machine_clients::secret_hash).first(tx.conn)?;
    let until = tx.real_now() + overlap;
    let set = (
        machine_clients::secret_hash.eq(hash_of(secret)),
        machine_clients::previous_secret_hash.eq(Some(before)),
        machine_clients::previous_secret_until.eq(Some(At(until))),
    );
    diesel::update(its).set(set).execute(tx.conn)?;
    let details = json!({ "client_id": client_id, "previous_until": until });
    told(tx, "replace_secret", centre_id, details)?;
    Ok(until)
}

/// Sets the keys by which a credential's machine signs in from now on; by its secret again where there are none.
pub fn set_keys(tx: &mut Tx<'_>, centre_id: CentreId, client_id: &str, keys: &[PublicKey]) -> Result<()> {
    let its = machine_clients::table
        .filter(machine_clients::client_id.eq(client_id))
        .filter(machine_clients::centre_id.eq(Some(centre_id)))
        .filter(machine_clients::revoked_at.is_null());
    let kept = (!keys.is_empty()).then(|| Stored(keys.to_vec()));
    let changed = diesel::update(its)
        .set(machine_clients::keys.eq(kept))
        .execute(tx.conn)?;
    if changed == 0 {
        return Err(Error::NotFound);
    }
    let details = json!({ "client_id": client_id, "keys": keys.len() });
    told(tx, "set_client_keys", centre_id, details)
}

fn told(tx: &mut Tx<'_>, action: &'static str, centre_id: CentreId, details: serde_json::Value) -> Result<()> {
    audit::note(tx, action, "machine_client", Some(centre_id.into()), Some(details))
}
