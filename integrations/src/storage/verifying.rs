//! Whether everything is there that rows know, as they know it, and nothing else.

use std::fmt;

use chrono::{DateTime, Utc};
use futures::stream::{self, Stream, TryStreamExt};
use persistence::Store;
use persistence::objects::{self, KnownObject};
use uuid::Uuid;

use super::patience::patiently;
use super::{AT_ONCE, Error, PAGE, Result, known, known_still};
use crate::files::{self, Files};

/// What is wrong with an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// It is not there.
    Missing,
    /// It is larger or smaller than it should be.
    Size {
        /// What its row says.
        expected: u64,
        /// What there is.
        found: u64,
    },
    /// Its bytes are others.
    Hash,
    /// It is encrypted, and does not open.
    DoesNotOpen,
    /// It is not encrypted, though everything should be.
    NotSealed,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("missing"),
            Self::Size { expected, found } => write!(f, "size: {found} bytes instead of {expected}"),
            Self::Hash => f.write_str("hash: its bytes are not those that were stored"),
            Self::DoesNotOpen => f.write_str("sealed: it does not open"),
            Self::NotSealed => f.write_str("not sealed, as all others are"),
        }
    }
}

/// An object that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// As its row knows it.
    pub object: KnownObject,
    /// What is wrong with it.
    pub finding: Option<Finding>,
}

/// An object that no row knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// Its key.
    pub key: Uuid,
    /// Its size in bytes, as it lies there.
    pub size: u64,
}

/// Reads every object that a row knows, behind a key, in the order of the keys.
pub fn verify(store: &Store, files: &Files, after: Option<Uuid>) -> impl Stream<Item = Result<Verified>> {
    let (store, files) = (store.clone(), files.clone());
    known(store.clone(), after)
        .map_ok(move |object| verified(store.clone(), files.clone(), object))
        .try_buffered(AT_ONCE)
}

async fn verified(store: Store, files: Files, mut object: KnownObject) -> Result<Verified> {
    loop {
        let finding = look_at(&files, &object).await?;
        if finding.is_none() {
            return Ok(Verified { object, finding });
        }
        // It may have been deleted meanwhile, or printed anew.
        match known_still(&store, &object).await? {
            None => return Ok(Verified { object, finding: None }),
            Some(same) if same == object => return Ok(Verified { object, finding }),
            Some(other) => object = other,
        }
    }
}

/// Reads an object to its end.
pub(super) async fn look_at(files: &Files, object: &KnownObject) -> Result<Option<Finding>> {
    let expected = u64::try_from(object.size).unwrap_or_default();
    let outcome = patiently(async || {
        let content = files.get(object.key, None).await?;
        let found = content.size;
        if found != expected {
            return Ok(Some(Finding::Size { expected, found }));
        }
        let mut pieces = content.checked(object.key, &object.sha256).stream;
        while pieces.try_next().await?.is_some() {}
        Ok(None)
    });
    outcome.await.or_else(as_finding)
}

/// What an error says about the object, where it does.
pub(super) fn as_finding(error: files::Error) -> Result<Option<Finding>> {
    match error {
        files::Error::NotFound(_) => Ok(Some(Finding::Missing)),
        files::Error::NotAsStored(_) => Ok(Some(Finding::Hash)),
        files::Error::DoesNotOpen(_) => Ok(Some(Finding::DoesNotOpen)),
        files::Error::NotSealed(_) => Ok(Some(Finding::NotSealed)),
        error => Err(error.into()),
    }
}

/// Every object that was written before an instant, and that no row knows. What was written after it may be an upload whose
/// row is still to come.
pub fn strays(store: &Store, files: &Files, before: DateTime<Utc>) -> impl Stream<Item = Result<Stray>> {
    let store = store.clone();
    let old = files
        .list()
        .try_filter(move |object| std::future::ready(object.written_at < before))
        .map_err(Error::from);
    old.try_chunks(usize::try_from(PAGE).unwrap_or(1))
        .map_err(|cut_off| cut_off.1)
        .and_then(move |listed| {
            let store = store.clone();
            async move {
                let keys = listed.iter().map(|object| object.key).collect();
                let unknown = store.read(move |db| objects::strays(db, keys)).await?;
                let strays = listed.into_iter().filter(move |object| unknown.contains(&object.key));
                let strays = strays.map(|object| Stray {
                    key: object.key,
                    size: object.size,
                });
                Ok::<_, Error>(stream::iter(strays.map(Ok::<_, Error>)))
            }
        })
        .try_flatten()
}
