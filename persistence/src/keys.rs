//! Signing keys (Ed25519), and those that encrypt the storage ([`storage`]). What is private of them is sealed with
//! `CQC_HUB_SECRET` before it is kept.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use chrono::TimeDelta;
use domain::access::KeyPurpose;
use domain::words::Word as _;
use serde_json::json;

use crate::audit;
use crate::dialect::prelude::*;
use crate::dialect::{self, At};
use crate::error::{Error, Result};
use crate::schema::{certificates, papers, signing_keys};
use crate::store::{Db, Tx};

mod derived;
mod seal;
pub mod storage;

pub use derived::derived;
pub use seal::Seal;

/// How long a new key is published before it signs. Every process reads the keys once a minute, and whoever checks
/// signatures may keep the published ones for five: nobody meets a signature by a key they do not know.
pub const PUBLISHED_AHEAD: TimeDelta = TimeDelta::minutes(10);

/// A key pair to sign with.
#[derive(Clone)]
pub struct SigningKey {
    /// Its id, `kid` in what it signs.
    pub kid: String,
    /// The private half, PKCS #8.
    pub pkcs8: Vec<u8>,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey")
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}

/// The public half of a key whose signatures may still be met.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = signing_keys)]
pub struct PublicKey {
    /// Its id.
    pub kid: String,
    /// The key, 32 bytes.
    pub public_key: Vec<u8>,
}

#[derive(Insertable)]
#[diesel(table_name = signing_keys)]
struct NewKey {
    kid: String,
    purpose: KeyPurpose,
    sealed_private_key: Vec<u8>,
    public_key: Vec<u8>,
    created_at: At,
}

/// The key that signs for a purpose now. Makes the first one; several processes that start at once make one.
pub fn settle(tx: &mut Tx<'_>, seal: &Seal, purpose: KeyPurpose) -> Result<SigningKey> {
    dialect::advisory_lock(tx.conn, "signing_keys")?;
    match current(tx, seal, purpose)? {
        Some(key) => Ok(key),
        None => make(tx, seal, purpose),
    }
}

/// The key that signs for a purpose now: the newest that has been published long enough. The first of all signs at once.
pub fn current(db: &mut Db<'_>, seal: &Seal, purpose: KeyPurpose) -> Result<Option<SigningKey>> {
    let now = db.real_now();
    let in_use: Vec<(String, Vec<u8>, At)> = signing_keys::table
        .filter(signing_keys::purpose.eq(purpose))
        .filter(
            signing_keys::retired_at
                .is_null()
                .or(signing_keys::retired_at.gt(Some(At(now))).assume_not_null()),
        )
        .order((signing_keys::created_at, signing_keys::kid))
        .select((
            signing_keys::kid,
            signing_keys::sealed_private_key,
            signing_keys::created_at,
        ))
        .load(db.conn)?;
    let known_long_enough = |(_, _, created_at): &&(String, Vec<u8>, At)| **created_at <= now - PUBLISHED_AHEAD;
    let newest = in_use.iter().rev().find(known_long_enough).or(in_use.first());
    newest
        .map(|(kid, sealed, _)| opened(seal, purpose, kid, sealed))
        .transpose()
}

fn opened(seal: &Seal, purpose: KeyPurpose, kid: &str, sealed: &[u8]) -> Result<SigningKey> {
    let pkcs8 = seal
        .open(&context(purpose, kid), sealed)
        .ok_or_else(|| Error::unopened(format_args!("the signing key {kid}")))?;
    Ok(SigningKey {
        kid: kid.to_owned(),
        pkcs8,
    })
}

/// The public halves of a purpose's keys, those not retired and those whose signatures may still be met, oldest first:
/// until an instant for tokens and seals, until its last paper is over for a key that signs papers.
pub fn published(db: &mut Db<'_>, purpose: KeyPurpose) -> Result<Vec<PublicKey>> {
    let (now, today) = (db.real_now(), db.today());
    let signed_living_papers = papers::table
        .inner_join(certificates::table.on(certificates::id.eq(papers::subject_id)))
        .filter(certificates::valid_until.ge(today))
        .select(papers::signed_with);
    Ok(signing_keys::table
        .filter(signing_keys::purpose.eq(purpose))
        .filter(
            signing_keys::retired_at
                .is_null()
                .or(signing_keys::published_until.gt(Some(At(now))).assume_not_null())
                .or(signing_keys::kid
                    .nullable()
                    .eq_any(signed_living_papers)
                    .assume_not_null()),
        )
        .order((signing_keys::created_at, signing_keys::kid))
        .select(PublicKey::columns())
        .load(db.conn)?)
}

/// The public halves of every key of a purpose that this hub ever made: those whose private half opens, and belongs to them.
/// Whoever may only write to the database cannot put one of their own among them.
pub fn made_here(db: &mut Db<'_>, seal: &Seal, purpose: KeyPurpose) -> Result<Vec<PublicKey>> {
    let rows: Vec<(String, Vec<u8>, Vec<u8>)> = signing_keys::table
        .filter(signing_keys::purpose.eq(purpose))
        .order((signing_keys::created_at, signing_keys::kid))
        .select((
            signing_keys::kid,
            signing_keys::sealed_private_key,
            signing_keys::public_key,
        ))
        .load(db.conn)?;
    let is_ours = |kid: &str, sealed: &[u8], public_key: &[u8]| {
        let key = opened(seal, purpose, kid, sealed).ok()?;
        let pair = Ed25519KeyPair::from_pkcs8(&key.pkcs8).ok()?;
        Some(pair.public_key().as_ref() == public_key)
    };
    let ours = rows
        .into_iter()
        .filter(|(kid, sealed, public_key)| is_ours(kid, sealed, public_key) == Some(true))
        .map(|(kid, _, public_key)| PublicKey { kid, public_key });
    Ok(ours.collect())
}

/// Makes the purpose's next key, which signs once it has been [`PUBLISHED_AHEAD`]; those before it stop then, and what
/// they signed may be met for `met_for` after that.
pub fn rotate(tx: &mut Tx<'_>, seal: &Seal, purpose: KeyPurpose, met_for: TimeDelta) -> Result<SigningKey> {
    dialect::advisory_lock(tx.conn, "signing_keys")?;
    let retired_at = tx.real_now() + PUBLISHED_AHEAD;
    let in_use = signing_keys::table
        .filter(signing_keys::purpose.eq(purpose))
        .filter(signing_keys::retired_at.is_null());
    diesel::update(in_use)
        .set((
            signing_keys::retired_at.eq(Some(At(retired_at))),
            signing_keys::published_until.eq(Some(At(retired_at + met_for))),
        ))
        .execute(tx.conn)?;
    let key = make(tx, seal, purpose)?;
    let details = json!({"purpose": purpose.name(), "kid": key.kid});
    audit::note(tx, "rotate", "signing_keys", None, Some(details))?;
    Ok(key)
}

fn make(tx: &mut Tx<'_>, seal: &Seal, purpose: KeyPurpose) -> Result<SigningKey> {
    let kid = uuid::Uuid::simple(tx.id::<uuid::Uuid>()).to_string();
    let pair = Ed25519KeyPair::generate()?;
    let pkcs8 = pair.to_pkcs8()?.as_ref().to_vec();
    let row = NewKey {
        kid: kid.clone(),
        purpose,
        sealed_private_key: seal.close(&context(purpose, &kid), &pkcs8)?,
        public_key: pair.public_key().as_ref().to_vec(),
        created_at: At(tx.real_now()),
    };
    diesel::insert_into(signing_keys::table).values(&row).execute(tx.conn)?;
    Ok(SigningKey { kid, pkcs8 })
}

/// What the seal covers besides the key: a key moved to another row does not open.
fn context(purpose: KeyPurpose, kid: &str) -> String {
    format!("signing_keys:{}:{kid}", purpose.name())
}
