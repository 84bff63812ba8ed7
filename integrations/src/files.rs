//! Where uploaded files and papers lie: a local folder, or a bucket of S3, behind one interface. With a [`Keyring`] they lie
//! there encrypted.
//!
//! An object's key is the id of the row that describes it. The object is written before its row and deleted, by the
//! outbox, after the row's deletion is committed; what a crash leaves in between is found by [`Files::list`] and
//! swept. What an object says is never changed under its key; how it lies there is, when it is encrypted anew.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Utc};
use futures::stream::{self, BoxStream, StreamExt, TryStreamExt};
use persistence::keys::storage::StorageKey;
use uuid::Uuid;

mod bucket;
mod content;
mod feed;
mod folder;
mod keyring;
mod limits;
mod objects;
mod opening;
mod sealed;
mod sealing;
mod spool;

pub use bucket::{Bucket, Key};
pub use content::Content;
pub use keyring::{Keyring, Writing};
use objects::{Found, Objects, SENT_WHOLE};
use opening::Opened;
pub use spool::{Arriving, Spool, Spooled};

/// How often a part is asked for anew of an object that is encrypted anew meanwhile.
const PATIENCE: usize = 3;

/// Why a file could not be stored, read or deleted.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no object under this key.
    #[error("no object {0}")]
    NotFound(Uuid),
    /// The range asked for lies outside the object.
    #[error("range outside of object {0}")]
    RangeNotSatisfiable(Uuid),
    /// The object was written anew since its beginning was read.
    #[error("object {0} was written anew meanwhile")]
    Changed(Uuid),
    /// The object is encrypted, but not by this hub, not for this key, or it was changed since.
    #[error("object {0} does not open")]
    DoesNotOpen(Uuid),
    /// The object is not encrypted, though every object of the hub is.
    #[error("object {0} is not encrypted, as all are that the hub wrote")]
    NotSealed(Uuid),
    /// The object's bytes are not those that were stored.
    #[error("object {0} is not what was stored")]
    NotAsStored(Uuid),
    /// The key that an object is encrypted with could not be looked up.
    #[error("storage keys: {0}")]
    Keys(#[source] persistence::Error),
    /// The storage refused, failed or could not be reached.
    #[error("object storage: {0}")]
    Unavailable(#[from] object_store::Error),
    /// The storage took the request, or the connection, and did not answer.
    #[error("object storage: nothing came within {0:?}")]
    Silent(Duration),
    /// The folder could not be prepared or made durable.
    #[error("object folder: {0}")]
    Folder(#[from] std::io::Error),
}

impl Error {
    /// Whether the object is there, and not what it should be.
    pub fn is_spoilt(&self) -> bool {
        matches!(self, Self::DoesNotOpen(_) | Self::NotSealed(_) | Self::NotAsStored(_))
    }
}

/// What file operations answer.
pub type Result<T> = std::result::Result<T, Error>;

/// An object as a listing shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its key.
    pub key: Uuid,
    /// Its size in bytes, as it lies there.
    pub size: u64,
    /// When it was written, by the storage's clock.
    pub written_at: DateTime<Utc>,
}

/// How an object lies in the storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lying {
    /// Not at all.
    Missing,
    /// As it is.
    Plain,
    /// Encrypted with this storage key.
    SealedWith(Uuid),
    /// Encrypted by somebody else.
    Strange,
}

/// The object storage.
#[derive(Debug, Clone)]
pub struct Files {
    objects: Objects,
    keys: Option<Keyring>,
}

impl Files {
    /// Objects in a local folder, made (readable by its owner only) if it does not exist.
    pub fn in_folder(path: impl AsRef<Path>) -> Result<Self> {
        Ok(Self {
            objects: Objects::in_folder(path.as_ref())?,
            keys: None,
        })
    }

    /// Objects in a bucket. It is not asked yet whether it is there: [`Files::probe`] does.
    pub fn in_bucket(bucket: &Bucket) -> Result<Self> {
        Ok(Self {
            objects: Objects::in_bucket(bucket)?,
            keys: None,
        })
    }

    /// The same objects, which lie there encrypted with these keys. Without them objects are moved as they lie there.
    #[must_use]
    pub fn sealed_with(self, keys: Keyring) -> Self {
        Self {
            keys: Some(keys),
            ..self
        }
    }

    /// The keys that objects are encrypted with.
    pub fn keyring(&self) -> Option<&Keyring> {
        self.keys.as_ref()
    }

    /// Writes an object. When this returns, its bytes and its name are on disk.
    pub async fn put(&self, key: impl Into<Uuid> + Send, bytes: Bytes) -> Result<()> {
        let key = key.into();
        let bytes = match self.key_to_write() {
            Some(storage_key) => sealing::bytes(storage_key, key, bytes).await?,
            None => bytes,
        };
        self.objects.put(key, bytes).await
    }

    /// Writes an object of a file that arrived. Unencrypted, the file itself becomes the object where both lie on one disk.
    pub async fn put_file(&self, key: impl Into<Uuid> + Send, file: Spooled) -> Result<()> {
        let key = key.into();
        match self.key_to_write() {
            None => self.objects.put_file(key, file.file).await,
            Some(storage_key) if self.objects.takes_files() || file.size > SENT_WHOLE => {
                let sealed = sealing::file_into_file(storage_key, key, file).await?;
                self.objects.put_file(key, sealed).await
            }
            Some(storage_key) => {
                let _sending = self.objects.may_send().await;
                let sealed = sealing::file_into_bytes(storage_key, key, file).await?;
                self.objects.put(key, sealed).await
            }
        }
    }

    fn key_to_write(&self) -> Option<Arc<StorageKey>> {
        self.keys.as_ref().and_then(Keyring::to_write)
    }

    /// Reads an object, or a range of it, in pieces. A range may end beyond the object's end, not begin there.
    pub async fn get(&self, key: impl Into<Uuid> + Send, range: Option<Range<u64>>) -> Result<Content> {
        let key = key.into();
        match (&self.keys, range) {
            (None, range) => Ok(self.objects.get(key, range, None).await?.content),
            (Some(keys), None) => self.whole(keys, key).await,
            (Some(keys), Some(range)) => {
                for _ in 1..PATIENCE {
                    match self.part(keys, key, range.clone()).await {
                        Err(Error::Changed(_)) => {}
                        outcome => return outcome,
                    }
                }
                self.part(keys, key, range).await
            }
        }
    }

    async fn whole(&self, keys: &Keyring, key: Uuid) -> Result<Content> {
        let Found { content, .. } = self.objects.get(key, None, None).await?;
        let Content {
            size,
            range,
            mut stream,
        } = content;
        let mut beginning = BytesMut::new();
        while (beginning.len() as u64) < sealed::HEADER
            && let Some(piece) = stream.try_next().await?
        {
            beginning.extend_from_slice(&piece);
        }
        let beginning = beginning.freeze();
        if sealed::is_sealed(&beginning) {
            let opened = open(keys, key, beginning, size).await?;
            return Ok(opened.whole(stream));
        }
        check_plain(keys, key)?;
        let all = stream::iter([Ok(beginning)]).chain(stream);
        Ok(Content {
            size,
            range,
            stream: all.boxed(),
        })
    }

    async fn part(&self, keys: &Keyring, key: Uuid, range: Range<u64>) -> Result<Content> {
        let Found { content, tag } = self.objects.get(key, Some(0..sealed::HEADER), None).await?;
        let size = content.size;
        let beginning = content.into_bytes().await?;
        if !sealed::is_sealed(&beginning) {
            check_plain(keys, key)?;
            return Ok(self.objects.get(key, Some(range), tag).await?.content);
        }
        let opened = open(keys, key, beginning, size).await?;
        let range = opened.within(&range).ok_or(Error::RangeNotSatisfiable(key))?;
        let chunks = self.objects.get(key, Some(opened.sealed_range(&range)), tag).await?;
        opened.part(range, chunks.content.stream).await
    }

    /// Reads a whole object into memory.
    pub async fn bytes(&self, key: impl Into<Uuid> + Send) -> Result<Bytes> {
        self.in_memory(self.get(key, None).await?).await
    }

    async fn in_memory(&self, content: Content) -> Result<Bytes> {
        let size = usize::try_from(content.size).unwrap_or(usize::MAX);
        self.objects.limits.carrying(size, content.into_bytes()).await
    }

    /// Reads an object, compared with the SHA-256 of what was stored: see [`Content::checked`].
    pub async fn get_checked(&self, key: impl Into<Uuid> + Send, sha256: &[u8]) -> Result<Content> {
        let key = key.into();
        self.get(key, None).await?.checked(key, sha256).begun().await
    }

    /// Reads a whole object into memory, compared with the SHA-256 of what was stored.
    pub async fn bytes_checked(&self, key: impl Into<Uuid> + Send, sha256: &[u8]) -> Result<Bytes> {
        self.in_memory(self.get_checked(key, sha256).await?).await
    }

    /// How an object lies there: its beginning is read.
    pub async fn lying(&self, key: impl Into<Uuid> + Send) -> Result<Lying> {
        let key = key.into();
        let beginning = match self.objects.get(key, Some(0..sealed::HEADER), None).await {
            Ok(found) => found.content.into_bytes().await?,
            Err(Error::NotFound(_)) => return Ok(Lying::Missing),
            Err(Error::RangeNotSatisfiable(_)) => return Ok(Lying::Plain),
            Err(error) => return Err(error),
        };
        Ok(if sealed::is_sealed(&beginning) {
            sealed::key_named_in(&beginning).map_or(Lying::Strange, Lying::SealedWith)
        } else {
            Lying::Plain
        })
    }

    /// Deletes an object, durably. One that is not there is deleted already.
    pub async fn delete(&self, key: impl Into<Uuid> + Send) -> Result<()> {
        self.objects.delete(key.into()).await
    }

    /// Every object there is, in no order: the sweep compares them with the rows. What does not bear an id as its
    /// name is none of ours, and left out.
    pub fn list(&self) -> BoxStream<'static, Result<Listed>> {
        self.objects.list(None)
    }

    /// The objects in one of the 256 folders: a part of them all that fits into memory.
    pub fn list_folder(&self, folder: u8) -> BoxStream<'static, Result<Listed>> {
        self.objects.list(Some(folder))
    }

    /// Whether the storage can be written and read: what `/health/ready` asks.
    pub async fn probe(&self) -> Result<()> {
        self.objects.probe().await
    }

    /// Removes what uploads that a crash interrupted left behind, once it is an hour old. Answers how many there were.
    pub async fn remove_unfinished(&self) -> Result<usize> {
        self.objects.remove_unfinished().await
    }
}

async fn open(keys: &Keyring, key: Uuid, beginning: Bytes, size: u64) -> Result<Opened> {
    let id = sealed::key_named_in(&beginning).ok_or(Error::DoesNotOpen(key))?;
    let storage_key = keys.find(id).await?.ok_or(Error::DoesNotOpen(key))?;
    Opened::begin(&storage_key, key, beginning, size)
}

fn check_plain(keys: &Keyring, key: Uuid) -> Result<()> {
    if keys.takes_plain() {
        Ok(())
    } else {
        Err(Error::NotSealed(key))
    }
}

#[cfg(test)]
mod tests;
