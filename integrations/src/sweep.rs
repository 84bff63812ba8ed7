//! Removes objects that no row knows: their upload was rolled back, or cut off between the bytes and the row.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures::TryStreamExt as _;
use persistence::{Store, documents};
use tokio::sync::watch;

use crate::files::Files;

/// How long the sweep rests.
const REST: Duration = Duration::from_hours(24);
/// An object is written before its row. After a day no row is coming any more.
const SPARED: TimeDelta = TimeDelta::days(1);
/// How many objects are compared with the rows at once.
const COMPARED_AT_ONCE: usize = 500;

/// Why a sweep came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The storage does not answer.
    #[error(transparent)]
    Files(#[from] crate::files::Error),
    /// The store does not answer.
    #[error(transparent)]
    Store(#[from] persistence::Error),
}

/// Sweeps once a day until it is told to stop.
pub(crate) async fn run(store: Store, files: Files, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        match daily(&store, &files).await {
            Ok(0) => {}
            Ok(swept) => tracing::info!(swept, "objects that no row knew"),
            Err(error) => tracing::warn!(%error, "the objects could not be swept"),
        }
        tokio::select! {
            _ = stopped.changed() => {}
            () = tokio::time::sleep(REST) => {}
        }
    }
}

async fn daily(store: &Store, files: &Files) -> Result<usize, Error> {
    let unfinished = files.remove_unfinished().await?;
    let now = store.read(|db| Ok(db.real_now())).await?;
    Ok(unfinished + written_before(store, files, now - SPARED).await?)
}

/// Removes the objects written before an instant that no row knows. Answers how many there were.
pub async fn written_before(store: &Store, files: &Files, instant: DateTime<Utc>) -> Result<usize, Error> {
    let mut old = files
        .list()
        .try_filter(|object| std::future::ready(object.written_at < instant))
        .map_ok(|object| object.key)
        .try_chunks(COMPARED_AT_ONCE);
    let mut swept = 0;
    while let Some(keys) = old.try_next().await.map_err(|cut_off| cut_off.1)? {
        let unknown = store.read(move |db| documents::unknown(db, keys)).await?;
        swept += unknown.len();
        for key in unknown {
            files.delete(key).await?;
        }
    }
    Ok(swept)
}
