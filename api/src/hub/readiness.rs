//! Whether the hub can do its work: found out by doing a little of it, and by what happened to others.

use std::sync::Arc;
use std::time::{Duration, Instant};

use persistence::{Error, hub_state, migrate};
use tokio::sync::Mutex;

use super::Hub;
use super::opening::system;

/// How long each part may take to answer.
const TIMEOUT: Duration = Duration::from_secs(2);

/// How long what was found out holds: whoever asks more often writes no more often.
const HOLDS: Duration = Duration::from_secs(1);

/// What answers, and what does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The database reads and writes.
    pub database: bool,
    /// The database has every table this version needs.
    pub migrations: bool,
    /// The storage of files reads and writes.
    pub storage: bool,
    /// Whether the virus scanner answers, where one is set up. Uploads wait while it does not, and the hub does everything
    /// else, so that it is ready all the same.
    pub scanner: Option<bool>,
}

impl Standing {
    /// Whether everything is in order.
    pub const fn is_ready(self) -> bool {
        self.database && self.migrations && self.storage
    }
}

/// How long a write that found no room speaks against the hub: a probe may find some in a row that was there before, where
/// nothing new can be written.
const SPEAKS: Duration = Duration::from_secs(5);

/// When a write last found no room.
#[derive(Debug, Clone, Default)]
pub(super) struct Room(Arc<std::sync::Mutex<Option<Instant>>>);

impl Room {
    /// A write failed: if for want of room, that is remembered.
    pub(super) fn note(&self, error: &Error) {
        if error.is_for_want_of_room() {
            *self.full() = Some(Instant::now());
        }
    }

    fn is_there(&self) -> bool {
        self.full().is_none_or(|at| at.elapsed() >= SPEAKS)
    }

    fn full(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// What was found out last, and when. Those who ask meanwhile wait for it.
pub(super) type Found = Arc<Mutex<Option<(Instant, Standing)>>>;

impl Hub {
    /// How the hub's parts stand: as they did a moment ago, or found out anew by a small write to each.
    pub async fn standing(&self) -> Standing {
        let mut found = self.found.lock().await;
        if let Some((at, standing)) = *found
            && at.elapsed() < HOLDS
        {
            return standing;
        }
        let standing = self.find_out().await;
        *found = Some((Instant::now(), standing));
        standing
    }

    async fn find_out(&self) -> Standing {
        let (pending, written, stored, scanner) = tokio::join!(
            in_time(self.store.read(migrate::pending)),
            in_time(self.store.write(system(), hub_state::beat)),
            self.files.probe(),
            self.scanner_answers(),
        );
        if let Err(error) = &written {
            tracing::error!(%error, "the database takes no writes");
        }
        if let Err(error) = &stored {
            tracing::error!(%error, "the storage takes no files");
        }
        Standing {
            database: pending.is_ok() && written.is_ok() && self.room.is_there(),
            migrations: pending.is_ok_and(|pending| pending.is_empty()),
            storage: stored.is_ok(),
            scanner,
        }
    }
}

async fn in_time<T>(asked: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    tokio::time::timeout(TIMEOUT, asked).await.unwrap_or(Err(Error::Busy))
}
