//! Who is asking: passwords, access tokens, and the extractors that put an actor into a handler's signature.

mod bearer;
mod claims;
mod extract;
mod jwks;
mod passkeys;
mod passwords;
mod queue;
pub mod secret;
mod tokens;
mod verified;

use std::sync::Arc;
use std::time::Duration;

use domain::access::KeyPurpose;
use domain::actor::Actor;
use integrations::audit_seals::Sealer;
use integrations::statements::Signer;
use persistence::keys::{self, Seal};
use persistence::{Author, Db, Store};
use tokio::sync::watch;

pub use bearer::recognise;
pub use extract::{Agent, Centre, Driver, Member, Partner, Production, SignedIn, Supervisor, Visitor};
pub use jwks::{Jwk, JwkSet};
pub use passkeys::{Registrant, RelyingParty};
pub use passwords::{Chooser, Passwords};
pub use queue::Standing;
pub use tokens::{ACCESS_SECONDS, Tokens};

/// How often the keys are read anew. A new one signs [`keys::PUBLISHED_AHEAD`] after it was made, so that by then
/// every process knows it.
const READ_EVERY: Duration = Duration::from_mins(1);

/// What signing in takes. Clones are the same.
#[derive(Debug, Clone)]
pub struct Auth {
    /// Makes and checks password hashes.
    pub passwords: Passwords,
    tokens: watch::Sender<Arc<Tokens>>,
    papers: watch::Sender<Arc<Signer>>,
    sealer: watch::Sender<Arc<Sealer>>,
    seal: Arc<Seal>,
    issuer: Arc<str>,
}

impl Auth {
    /// Loads the signing keys, making the first ones where there are none. `issuer` is where clients reach the hub.
    pub async fn open(store: &Store, secret: &str, issuer: &str) -> anyhow::Result<Self> {
        let seal = Arc::new(Seal::of(secret).map_err(|_| anyhow::anyhow!("the machine's cryptography does not work"))?);
        let author = Author::of(Actor::System);
        let by = seal.clone();
        let settled = store.write(author, move |tx| {
            let for_tokens = keys::settle(tx, &by, KeyPurpose::AccessTokens)?;
            let for_papers = keys::settle(tx, &by, KeyPurpose::Papers)?;
            Ok((for_tokens, for_papers, keys::settle(tx, &by, KeyPurpose::AuditTrail)?))
        });
        let (for_tokens, for_papers, for_seals) = settled.await?;
        let published = store.read(|db| keys::published(db, KeyPurpose::AccessTokens)).await?;
        Ok(Self {
            passwords: Passwords::new(),
            tokens: watch::Sender::new(Arc::new(Tokens::new(&for_tokens, &published, issuer, store))),
            papers: watch::Sender::new(Arc::new(Signer::new(&for_papers, issuer))),
            sealer: watch::Sender::new(Arc::new(Sealer::new(&for_seals, issuer))),
            seal,
            issuer: issuer.into(),
        })
    }

    /// What opens secrets that are kept sealed.
    pub fn seal(&self) -> Arc<Seal> {
        self.seal.clone()
    }

    /// Makes and checks access tokens.
    pub fn tokens(&self) -> Arc<Tokens> {
        self.tokens.borrow().clone()
    }

    /// What signs papers, now and later.
    pub fn papers(&self) -> watch::Receiver<Arc<Signer>> {
        self.papers.subscribe()
    }

    /// What seals the audit trail, now and later.
    pub fn sealer(&self) -> watch::Receiver<Arc<Sealer>> {
        self.sealer.subscribe()
    }

    /// Reads the keys anew, for ever.
    pub async fn keep_reading(self, store: Store) {
        loop {
            tokio::time::sleep(READ_EVERY).await;
            if let Err(error) = self.read_anew(&store).await {
                tracing::warn!(%error, "the signing keys could not be read anew; those known stay in use");
            }
        }
    }

    /// Reads the keys anew: another process, or the operator, may have made some.
    pub async fn read_anew(&self, store: &Store) -> persistence::Result<()> {
        let seal = self.seal.clone();
        let (for_tokens, published, for_papers, for_seals) = store
            .read(move |db| {
                let current = |db: &mut Db<'_>, purpose| keys::current(db, &seal, purpose);
                let for_tokens = current(db, KeyPurpose::AccessTokens)?;
                let published = keys::published(db, KeyPurpose::AccessTokens)?;
                let for_papers = current(db, KeyPurpose::Papers)?;
                Ok((for_tokens, published, for_papers, current(db, KeyPurpose::AuditTrail)?))
            })
            .await?;
        if let Some(key) = for_tokens {
            self.tokens
                .send_replace(Arc::new(Tokens::new(&key, &published, &self.issuer, store)));
        }
        if let Some(key) = for_papers {
            self.papers.send_replace(Arc::new(Signer::new(&key, &self.issuer)));
        }
        if let Some(key) = for_seals {
            self.sealer.send_replace(Arc::new(Sealer::new(&key, &self.issuer)));
        }
        Ok(())
    }
}
