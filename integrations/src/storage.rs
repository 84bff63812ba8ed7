//! Going through the whole storage: to encrypt what is not, to look whether everything is as it should be, to move
//! elsewhere. All of it beside hubs that run, a page of rows or a folder of objects in memory at a time, and so that
//! whoever is stopped can begin again.

mod copying;
mod patience;
mod sealing;
mod verifying;

use futures::stream::{self, Stream, TryStreamExt};
use persistence::Store;
use persistence::objects::{self, KnownObject};
use uuid::Uuid;

use crate::files;

pub use copying::{Copied, copy};
pub use sealing::{Outcome, Sealed, seal};
pub use verifying::{Finding, Stray, Verified, strays, verify};

/// How many rows are read at once.
const PAGE: i64 = 500;

/// How many objects are under way at once.
const AT_ONCE: usize = 8;

/// Why the storage could not be gone through.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The storage does not answer.
    #[error(transparent)]
    Files(#[from] files::Error),
    /// The store does not answer.
    #[error(transparent)]
    Store(#[from] persistence::Error),
    /// Bytes found no room on their way.
    #[error("the folder for uploads: {0}")]
    Spool(#[from] std::io::Error),
}

/// What going through the storage answers.
pub type Result<T> = std::result::Result<T, Error>;

/// How many objects rows know, behind a key.
pub async fn count(store: &Store, after: Option<Uuid>) -> Result<u64> {
    let count = store.read(move |db| objects::count_after(db, after)).await?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// Every object that a row knows, behind a key, in the order of the keys.
fn known(store: Store, after: Option<Uuid>) -> impl Stream<Item = Result<KnownObject>> {
    let pages = stream::try_unfold(after, move |after| {
        let store = store.clone();
        async move {
            let page = store.read(move |db| objects::after(db, after, PAGE)).await?;
            let last = page.last().map(|object| object.key);
            Ok::<_, Error>(last.map(|last| (page, Some(last))))
        }
    });
    pages
        .map_ok(|page| stream::iter(page.into_iter().map(Ok::<_, Error>)))
        .try_flatten()
}

/// The same object as its row knows it now; none where the row is gone.
async fn known_still(store: &Store, object: &KnownObject) -> Result<Option<KnownObject>> {
    let key = object.key;
    Ok(store.read(move |db| objects::find(db, key)).await?)
}
