//! Seals the audit trail every minute, and reads its seals: statements (compact JWS, RFC 7515, `EdDSA`) of a type of their
//! own, signed with a key that signs nothing else.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jsonwebtoken::{DecodingKey, EncodingKey, decode, decode_header, encode};
use persistence::audit::seals::{self, AuditSeal, Claims};
use persistence::keys::{PublicKey, SigningKey};
use persistence::{Store, audit};
use tokio::sync::watch;

use crate::dispatcher::system;
use crate::statements;

/// The `typ` of a seal's statement.
pub const TYPE: &str = "cqc-audit-seal+jwt";

/// How long what was written may stay unsealed.
const REST: Duration = Duration::from_mins(1);

/// Signs seals.
pub struct Sealer {
    key: EncodingKey,
    kid: String,
    issuer: String,
}

impl Sealer {
    /// With this key, for the hub at this address.
    pub fn new(key: &SigningKey, issuer: &str) -> Self {
        Self {
            key: EncodingKey::from_ed_der(&key.pkcs8),
            kid: key.kid.clone(),
            issuer: issuer.to_owned(),
        }
    }

    fn sign(&self, claims: &Claims) -> Result<String, jsonwebtoken::errors::Error> {
        encode(&statements::header(TYPE, &self.kid), claims, &self.key)
    }
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sealer").field("kid", &self.kid).finish_non_exhaustive()
    }
}

/// Why lines stay unsealed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store does not answer.
    #[error(transparent)]
    Store(#[from] persistence::Error),
    /// The key does not sign.
    #[error(transparent)]
    Signature(#[from] jsonwebtoken::errors::Error),
}

/// Seals until it is told to stop, and once more then. Any number of processes may do so side by side.
pub(crate) async fn run(store: Store, sealer: watch::Receiver<Arc<Sealer>>, mut stopped: watch::Receiver<bool>) {
    loop {
        let sealer_now = sealer.borrow().clone();
        if let Err(error) = seal_all(&store, &sealer_now).await {
            tracing::warn!(%error, "the audit trail could not be sealed yet");
        }
        if *stopped.borrow() {
            return;
        }
        tokio::select! {
            _ = stopped.changed() => {}
            () = tokio::time::sleep(REST) => {}
        }
    }
}

/// Seals every line that is not sealed yet. Answers how many seals that took.
pub async fn seal_all(store: &Store, sealer: &Sealer) -> Result<usize, Error> {
    let mut made = 0;
    loop {
        let issuer = sealer.issuer.clone();
        let Some(draft) = store.read(move |db| seals::draft(db, &issuer)).await? else {
            return Ok(made);
        };
        let statement = sealer.sign(&draft.claims)?;
        let seal = draft.signed(statement);
        if !keep(store, seal.clone()).await? {
            // Another process seals as well: what is left is for the next round.
            return Ok(made);
        }
        tracing::info!(target: audit::LOG, number = seal.number, statement = seal.statement, "the audit trail was sealed");
        made += 1;
    }
}

async fn keep(store: &Store, seal: AuditSeal) -> persistence::Result<bool> {
    store.write(system(), move |tx| seals::keep(tx, &seal)).await
}

/// Reads statements that were signed with known keys.
pub struct SealReader {
    keys: HashMap<String, DecodingKey>,
}

impl SealReader {
    /// By these keys.
    pub fn new(keys: &[PublicKey]) -> Self {
        let by_kid = keys
            .iter()
            .map(|key| (key.kid.clone(), DecodingKey::from_ed_der(&key.public_key)));
        Self { keys: by_kid.collect() }
    }

    /// What a statement says, if one of the keys signed it.
    pub fn read(&self, statement: &str) -> Option<Claims> {
        let header = decode_header(statement).ok()?;
        let key = self.keys.get(&header.kid?)?;
        let read = decode::<Claims>(statement, key, &statements::expected()).ok()?;
        (header.typ.as_deref() == Some(TYPE)).then_some(read.claims)
    }
}

impl std::fmt::Debug for SealReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SealReader").field("keys", &self.keys.len()).finish()
    }
}
