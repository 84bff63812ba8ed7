//! Where uploaded files and papers lie: a local folder, or a bucket of S3, behind one interface.
//!
//! An object's key is the id of the row that describes it. The object is written before its row and deleted, by the
//! outbox, after the row's deletion is committed; what a crash leaves in between is found by [`Files::list`] and
//! swept. An object is never changed under its key.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::stream::{BoxStream, StreamExt, TryStreamExt};
use object_store::{GetOptions, GetRange, MultipartUpload, ObjectStore, ObjectStoreExt};
use tokio::io::AsyncReadExt as _;
use tokio::sync::Semaphore;
use uuid::Uuid;

mod bucket;
mod folder;
mod limits;
mod spool;

pub use bucket::{Bucket, Key};
use folder::Folder;
use limits::Limits;
pub use spool::{Arriving, Spool, Spooled};

/// How many uploads at once are read into memory on their way to a bucket, which takes each in one request: in several,
/// a crash would leave parts behind that no listing shows.
const SENT_AT_ONCE: usize = 4;

/// Files larger than this, which only archives are, go to a bucket in several requests, this much in each: what a crash
/// leaves behind of them is for the bucket's own rule to remove.
const SENT_WHOLE: u64 = 16 * 1024 * 1024;

/// Why a file could not be stored, read or deleted.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no object under this key.
    #[error("no object {0}")]
    NotFound(Uuid),
    /// The range asked for lies outside the object.
    #[error("range outside of object {0}")]
    RangeNotSatisfiable(Uuid),
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

/// What file operations answer.
pub type Result<T> = std::result::Result<T, Error>;

/// An object being read.
pub struct Content {
    /// The object's whole size in bytes, also where only a range of it is read.
    pub size: u64,
    /// The bytes that [`Content::stream`] brings.
    pub range: Range<u64>,
    /// The bytes, in pieces.
    pub stream: BoxStream<'static, Result<Bytes>>,
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Content")
            .field("size", &self.size)
            .field("range", &self.range)
            .finish_non_exhaustive()
    }
}

/// An object as a listing shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its key.
    pub key: Uuid,
    /// Its size in bytes.
    pub size: u64,
    /// When it was written, by the storage's clock.
    pub written_at: DateTime<Utc>,
}

/// The object storage.
#[derive(Debug, Clone)]
pub struct Files {
    objects: Arc<dyn ObjectStore>,
    /// The local folder, where that is what the objects lie in.
    folder: Option<Folder>,
    limits: Limits,
    sending: Arc<Semaphore>,
}

impl Files {
    /// Objects in a local folder, made (readable by its owner only) if it does not exist.
    pub fn in_folder(path: impl AsRef<Path>) -> Result<Self> {
        let folder = Folder::prepare(path.as_ref())?;
        Ok(Self {
            objects: Arc::new(folder.object_store()?),
            folder: Some(folder),
            limits: folder::LIMITS,
            sending: Arc::new(Semaphore::new(SENT_AT_ONCE)),
        })
    }

    /// Objects in a bucket. It is not asked yet whether it is there: [`Files::probe`] does.
    pub fn in_bucket(bucket: &Bucket) -> Result<Self> {
        Ok(Self {
            objects: Arc::new(bucket.object_store()?),
            folder: None,
            limits: bucket::LIMITS,
            sending: Arc::new(Semaphore::new(SENT_AT_ONCE)),
        })
    }

    /// Writes an object. When this returns, its bytes and its name are on disk.
    pub async fn put(&self, key: impl Into<Uuid> + Send, bytes: Bytes) -> Result<()> {
        let (location, size) = (location(key.into()), bytes.len());
        let put = async { Ok(self.objects.put(&location, bytes.into()).await?) };
        self.limits.carrying(size, put).await.map(drop)
    }

    /// Writes an object of a file that arrived: the file itself becomes the object where both lie on one disk.
    pub async fn put_file(&self, key: impl Into<Uuid> + Send, file: Spooled) -> Result<()> {
        let key = key.into();
        if let Some(folder) = &self.folder {
            return Ok(folder.keep(&location(key), file.file).await?);
        }
        // The semaphore is never closed.
        let _sending = self.sending.acquire().await.ok();
        if file.size > SENT_WHOLE {
            return self.put_in_parts(&location(key), &file).await;
        }
        let bytes = tokio::fs::read(file.file.path()).await?;
        self.put(key, bytes.into()).await
    }

    async fn put_in_parts(&self, location: &object_store::path::Path, file: &Spooled) -> Result<()> {
        let begun = async { Ok(self.objects.put_multipart(location).await?) };
        let mut upload = self.limits.answer(begun).await?;
        let sent = self.send_parts(upload.as_mut(), file).await;
        if sent.is_err()
            && let Err(error) = upload.abort().await
        {
            tracing::warn!(%error, "parts of an upload are left in the bucket");
        }
        sent
    }

    async fn send_parts(&self, upload: &mut dyn MultipartUpload, file: &Spooled) -> Result<()> {
        let mut left = tokio::fs::File::from_std(file.open()?);
        loop {
            let mut part = Vec::new();
            (&mut left).take(SENT_WHOLE).read_to_end(&mut part).await?;
            if part.is_empty() {
                break;
            }
            let size = part.len();
            let sent = upload.put_part(part.into());
            self.limits.carrying(size, async { Ok(sent.await?) }).await?;
        }
        self.limits
            .answer(async { Ok(upload.complete().await?) })
            .await
            .map(drop)
    }

    /// Reads an object, or a range of it, in pieces. A range may end beyond the object's end, not begin there.
    pub async fn get(&self, key: impl Into<Uuid> + Send, range: Option<Range<u64>>) -> Result<Content> {
        let key = key.into();
        let options = GetOptions {
            range: range.clone().map(GetRange::Bounded),
            ..GetOptions::default()
        };
        let found = async {
            match self.objects.get_opts(&location(key), options).await {
                Ok(found) => Ok(found),
                Err(error) => Err(self.why_not(key, range, error).await),
            }
        };
        let found = self.limits.answer(found).await?;
        Ok(Content {
            size: found.meta.size,
            range: found.range.clone(),
            stream: self.limits.flowing(found.into_stream().map_err(Error::from).boxed()),
        })
    }

    /// Storages have no common error for a range that is not there, so the size decides.
    async fn why_not(&self, key: Uuid, range: Option<Range<u64>>, error: object_store::Error) -> Error {
        match (range, self.objects.head(&location(key)).await) {
            (Some(range), Ok(meta)) if range.is_empty() || range.start >= meta.size => Error::RangeNotSatisfiable(key),
            _ => named(key, error),
        }
    }

    /// Reads a whole object into memory.
    pub async fn bytes(&self, key: impl Into<Uuid> + Send) -> Result<Bytes> {
        let key = key.into();
        let found = async {
            let found = self.objects.get(&location(key)).await;
            found.map_err(|error| named(key, error))
        };
        let found = self.limits.answer(found).await?;
        let size = usize::try_from(found.meta.size).unwrap_or(usize::MAX);
        self.limits.carrying(size, async { Ok(found.bytes().await?) }).await
    }

    /// Deletes an object, durably. One that is not there is deleted already.
    pub async fn delete(&self, key: impl Into<Uuid> + Send) -> Result<()> {
        let location = location(key.into());
        let deleted = async {
            match self.objects.delete(&location).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
                Err(error) => Err(error.into()),
            }
        };
        self.limits.answer(deleted).await?;
        match &self.folder {
            Some(folder) => Ok(folder.sync_parent_of(&location).await?),
            None => Ok(()),
        }
    }

    /// Every object there is, in no order: the sweep compares them with the rows. What does not bear an id as its
    /// name is none of ours, and left out.
    pub fn list(&self) -> BoxStream<'static, Result<Listed>> {
        let listed = |meta: object_store::ObjectMeta| {
            let key = meta.location.filename()?.parse().ok()?;
            Some(Listed {
                key,
                size: meta.size,
                written_at: meta.last_modified,
            })
        };
        let objects = self.objects.list(None).map_err(Error::from).boxed();
        self.limits
            .flowing(objects)
            .try_filter_map(move |meta| std::future::ready(Ok(listed(meta))))
            .boxed()
    }

    /// Whether the storage can be written and read: what `/health/ready` asks.
    pub async fn probe(&self) -> Result<()> {
        let location = object_store::path::Path::from("probe");
        let probed = async {
            let put = self
                .objects
                .put(&location, Bytes::from_static(b"is it writable?").into());
            put.await?;
            self.objects.get(&location).await?.bytes().await?;
            Ok(())
        };
        self.limits.answer(probed).await
    }

    /// Removes what uploads that a crash interrupted left behind, once it is an hour old. Answers how many there were.
    pub async fn remove_unfinished(&self) -> Result<usize> {
        match &self.folder {
            Some(folder) => Ok(folder.remove_unfinished().await?),
            None => Ok(0),
        }
    }
}

/// Where an object lies: in one of 256 folders, by the last two digits of its key, which are random
/// (the first ones are the time).
fn location(key: Uuid) -> object_store::path::Path {
    let name = key.to_string();
    let shard = name.get(name.len() - 2..).unwrap_or_default();
    object_store::path::Path::from_iter([shard, name.as_str()])
}

fn named(key: Uuid, error: object_store::Error) -> Error {
    match error {
        object_store::Error::NotFound { .. } => Error::NotFound(key),
        other => Error::Unavailable(other),
    }
}

#[cfg(test)]
mod tests;
