//! What encrypts the objects in the storage. The newest key encrypts; those before it are kept for what they have
//! encrypted, however old it is: a backup, or a copy elsewhere, may hold it.

use aws_lc_rs::rand;
use serde_json::json;
use uuid::Uuid;

use super::Seal;
use crate::audit;
use crate::dialect::prelude::*;
use crate::dialect::{self, AnyId, At};
use crate::error::{Error, Result};
use crate::hub_state;
use crate::objects;
use crate::schema::storage_keys;
use crate::store::{Db, Tx};

/// The length of a key of AES-256.
const LENGTH: usize = 32;

/// A key that encrypts objects.
pub struct StorageKey {
    /// Its id, which each object encrypted with it names.
    pub id: Uuid,
    /// What seals the keys of single objects.
    pub seal: Seal,
}

impl std::fmt::Debug for StorageKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StorageKey")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

#[derive(Insertable)]
#[diesel(table_name = storage_keys)]
struct NewKey {
    id: AnyId,
    sealed_key: Vec<u8>,
    created_at: At,
}

/// The key that encrypts. Makes the first one; several processes that start at once make one. Where nothing is stored by
/// then, nothing unencrypted is ever to be expected.
pub fn settle(tx: &mut Tx<'_>, seal: &Seal) -> Result<StorageKey> {
    dialect::advisory_lock(tx.conn, "storage_keys")?;
    if let Some(key) = newest(tx, seal)? {
        return Ok(key);
    }
    if objects::after(tx, None, 1)?.is_empty() {
        hub_state::note_storage_sealed(tx)?;
    }
    make(tx, seal)
}

/// The key that encrypts: the newest. Whoever meets an object under a key they do not know looks it up ([`find`]), so that
/// a new one needs no time to get about.
pub fn newest(db: &mut Db<'_>, seal: &Seal) -> Result<Option<StorageKey>> {
    let newest = storage_keys::table
        .order((storage_keys::created_at.desc(), storage_keys::id.desc()))
        .select((storage_keys::id, storage_keys::sealed_key))
        .first::<(Uuid, Vec<u8>)>(db.conn)
        .optional()?;
    newest.map(|(id, sealed)| opened(seal, id, &sealed)).transpose()
}

/// A key by its id, however old.
pub fn find(db: &mut Db<'_>, seal: &Seal, id: Uuid) -> Result<Option<StorageKey>> {
    let sealed = storage_keys::table
        .find(AnyId(id))
        .select(storage_keys::sealed_key)
        .first::<Vec<u8>>(db.conn)
        .optional()?;
    sealed.map(|sealed| opened(seal, id, &sealed)).transpose()
}

/// Makes the next key, which encrypts what is written from now on.
pub fn rotate(tx: &mut Tx<'_>, seal: &Seal) -> Result<StorageKey> {
    dialect::advisory_lock(tx.conn, "storage_keys")?;
    let key = make(tx, seal)?;
    audit::note(tx, "rotate", "storage_keys", None, Some(json!({"id": key.id})))?;
    Ok(key)
}

fn make(tx: &mut Tx<'_>, seal: &Seal) -> Result<StorageKey> {
    let id: Uuid = tx.id();
    let mut key = [0; LENGTH];
    rand::fill(&mut key)?;
    let row = NewKey {
        id: AnyId(id),
        sealed_key: seal.close(&context(id), &key)?,
        created_at: At(tx.real_now()),
    };
    diesel::insert_into(storage_keys::table).values(&row).execute(tx.conn)?;
    key_of(id, &key)
}

fn opened(seal: &Seal, id: Uuid, sealed: &[u8]) -> Result<StorageKey> {
    let key = seal
        .open(&context(id), sealed)
        .ok_or_else(|| Error::unopened(format_args!("the storage key {id}")))?;
    key_of(id, &key)
}

fn key_of(id: Uuid, key: &[u8]) -> Result<StorageKey> {
    let seal = Seal::under(key)?;
    Ok(StorageKey { id, seal })
}

/// What the seal covers besides the key: a key moved to another row does not open.
fn context(id: Uuid) -> String {
    format!("storage_keys:{id}")
}
