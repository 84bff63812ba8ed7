//! The keys that encrypt the storage, as a process knows them.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use domain::actor::Actor;
use persistence::keys::Seal;
use persistence::keys::storage::{self, StorageKey};
use persistence::{Author, Store, hub_state};
use uuid::Uuid;

use super::{Error, Result};

/// How often the newest key is looked for.
const READ_EVERY: Duration = Duration::from_mins(1);

/// How objects are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// Encrypted. Once every object is, an unencrypted one is none of the hub's.
    Sealed,
    /// As they are. Those that are encrypted are read all the same.
    Plain,
}

/// The keys. Clones are the same.
#[derive(Debug, Clone)]
pub struct Keyring {
    store: Store,
    seal: Arc<Seal>,
    writing: Writing,
    /// What is not encrypted is taken in any case: its reader has another way to tell that it is the hub's.
    taking_plain: bool,
    known: Arc<RwLock<Known>>,
}

#[derive(Debug)]
struct Known {
    newest: Arc<StorageKey>,
    all: HashMap<Uuid, Arc<StorageKey>>,
    /// Every object is encrypted.
    all_sealed: bool,
}

impl Keyring {
    /// Reads the keys of a hub, making the first one where there is none.
    pub async fn open(store: &Store, seal: Arc<Seal>, writing: Writing) -> persistence::Result<Self> {
        let by = seal.clone();
        let author = Author::of(Actor::System);
        let settled = store.write(author, move |tx| {
            let newest = storage::settle(tx, &by)?;
            if writing == Writing::Plain && hub_state::storage_is_sealed(tx)? {
                hub_state::note_storage_open(tx)?;
            }
            Ok((newest, hub_state::storage_is_sealed(tx)?))
        });
        let (newest, all_sealed) = settled.await?;
        let newest = Arc::new(newest);
        let known = Known {
            all: HashMap::from([(newest.id, newest.clone())]),
            newest,
            all_sealed,
        };
        Ok(Self {
            store: store.clone(),
            seal,
            writing,
            taking_plain: false,
            known: Arc::new(RwLock::new(known)),
        })
    }

    /// The same, by which what is not encrypted is read too, though everything should be: for whoever compares it with its
    /// row, to encrypt it.
    #[must_use]
    pub fn taking_plain(self) -> Self {
        Self {
            taking_plain: true,
            ..self
        }
    }

    /// The key that objects are encrypted with now; none where they are not.
    pub(super) fn to_write(&self) -> Option<Arc<StorageKey>> {
        match self.writing {
            Writing::Sealed => Some(self.newest()),
            Writing::Plain => None,
        }
    }

    /// The newest key.
    pub(crate) fn newest(&self) -> Arc<StorageKey> {
        self.with(|known| known.newest.clone())
    }

    /// Whether an object that is not encrypted may be one of the hub's.
    pub(super) fn takes_plain(&self) -> bool {
        self.taking_plain || self.writing == Writing::Plain || !self.with(|known| known.all_sealed)
    }

    /// The key that an object names. One that another process has made since is looked up.
    pub(super) async fn find(&self, id: Uuid) -> Result<Option<Arc<StorageKey>>> {
        if let Some(key) = self.with(|known| known.all.get(&id).cloned()) {
            return Ok(Some(key));
        }
        let seal = self.seal.clone();
        let found = self.store.read(move |db| storage::find(db, &seal, id));
        let Some(key) = found.await.map_err(Error::Keys)?.map(Arc::new) else {
            return Ok(None);
        };
        self.change(|known| known.all.insert(id, key.clone()));
        Ok(Some(key))
    }

    /// Makes the next key, which encrypts from now on, and answers its id. Other processes take it up within a minute.
    pub async fn rotate(&self, author: Author) -> persistence::Result<Uuid> {
        let seal = self.seal.clone();
        let rotated = self.store.write(author, move |tx| Ok(storage::rotate(tx, &seal)?.id));
        let id = rotated.await?;
        self.read_anew().await?;
        Ok(id)
    }

    /// Reads the newest key anew, for ever.
    pub async fn keep_reading(self) {
        loop {
            tokio::time::sleep(READ_EVERY).await;
            if let Err(error) = self.read_anew().await {
                tracing::warn!(%error, "the storage's keys could not be read anew; the one known stays in use");
            }
        }
    }

    /// Reads the newest key anew: another process may have made one, or have encrypted what was not.
    pub async fn read_anew(&self) -> persistence::Result<()> {
        let seal = self.seal.clone();
        let read = self
            .store
            .read(move |db| Ok((storage::newest(db, &seal)?, hub_state::storage_is_sealed(db)?)));
        let (newest, all_sealed) = read.await?;
        self.change(|known| {
            if let Some(key) = newest.filter(|key| key.id != known.newest.id).map(Arc::new) {
                known.all.insert(key.id, key.clone());
                known.newest = key;
            }
            known.all_sealed = all_sealed;
        });
        Ok(())
    }

    fn with<T>(&self, read: impl FnOnce(&Known) -> T) -> T {
        // Nothing that holds it can panic halfway.
        read(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn change<T>(&self, change: impl FnOnce(&mut Known) -> T) -> T {
        change(&mut self.known.write().unwrap_or_else(PoisonError::into_inner))
    }
}
