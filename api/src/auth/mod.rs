//! Who is asking: passwords, access tokens, and the extractors that put an actor into a handler's signature.

mod bearer;
mod claims;
mod extract;
mod jwks;
mod passwords;
pub mod secret;
mod tokens;

use std::sync::Arc;

use domain::access::KeyPurpose;
use domain::actor::Actor;
use integrations::statements::Signer;
use persistence::keys::{self, Seal};
use persistence::{Author, Store};

pub use bearer::recognise;
pub use extract::{Agent, Centre, Driver, Production, SignedIn, Supervisor, Visitor};
pub use jwks::{Jwk, JwkSet};
pub use passwords::{Chooser, Passwords};
pub use tokens::{ACCESS_SECONDS, Tokens};

/// What signing in takes. Clones are the same.
#[derive(Debug, Clone)]
pub struct Auth {
    /// Makes and checks access tokens.
    pub tokens: Arc<Tokens>,
    /// Makes and checks password hashes.
    pub passwords: Passwords,
    /// Signs what is printed.
    pub papers: Arc<Signer>,
}

impl Auth {
    /// Loads the signing keys, making the first ones where there are none. `issuer` is where clients reach the hub.
    pub async fn open(store: &Store, secret: &str, issuer: &str) -> anyhow::Result<Self> {
        let seal = Arc::new(Seal::of(secret).map_err(|_| anyhow::anyhow!("the machine's cryptography does not work"))?);
        let author = Author {
            actor: Actor::System,
            request_id: None,
        };
        let both = store.write(author, move |tx| {
            let for_tokens = keys::current(tx, &seal, KeyPurpose::AccessTokens)?;
            Ok((for_tokens, keys::current(tx, &seal, KeyPurpose::Papers)?))
        });
        let (for_tokens, for_papers) = both.await?;
        let published = store.read(|db| keys::published(db, KeyPurpose::AccessTokens)).await?;
        Ok(Self {
            tokens: Arc::new(Tokens::new(&for_tokens, &published, issuer, store)),
            passwords: Passwords::new(),
            papers: Arc::new(Signer::new(&for_papers, issuer)),
        })
    }
}
