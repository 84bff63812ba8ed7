//! Objects as they lie in a storage, encrypted or not: what the storage itself can do, and how long it may take.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{GetOptions, GetRange, MultipartUpload, ObjectMeta, ObjectStore, ObjectStoreExt};
use tempfile::NamedTempFile;
use tokio::io::AsyncReadExt as _;
use tokio::sync::{Semaphore, SemaphorePermit};
use uuid::Uuid;

use super::folder::{self, Folder};
use super::limits::Limits;
use super::{Bucket, Content, Error, Listed, Result, bucket};

/// How many uploads at once are read into memory on their way to a bucket, which takes each in one request: in several,
/// a crash would leave parts behind that no listing shows.
const SENT_AT_ONCE: usize = 4;

/// Files larger than this, which only archives are, go to a bucket in several requests, this much in each: what a crash
/// leaves behind of them is for the bucket's own rule to remove.
pub(super) const SENT_WHOLE: u64 = 16 * 1024 * 1024;

/// A storage.
#[derive(Debug, Clone)]
pub(super) struct Objects {
    kept: Arc<dyn ObjectStore>,
    /// The local folder, where that is what the objects lie in.
    folder: Option<Folder>,
    pub(super) limits: Limits,
    sending: Arc<Semaphore>,
}

/// An object, or a part of it, as it lies there.
pub(super) struct Found {
    pub(super) content: Content,
    /// What tells it from what lay there before, or will.
    pub(super) tag: Option<String>,
}

impl Objects {
    pub(super) fn in_folder(path: &std::path::Path) -> Result<Self> {
        let folder = Folder::prepare(path)?;
        Ok(Self {
            kept: Arc::new(folder.object_store()?),
            folder: Some(folder),
            limits: folder::LIMITS,
            sending: Arc::new(Semaphore::new(SENT_AT_ONCE)),
        })
    }

    pub(super) fn in_bucket(bucket: &Bucket) -> Result<Self> {
        Ok(Self {
            kept: Arc::new(bucket.object_store()?),
            folder: None,
            limits: bucket::LIMITS,
            sending: Arc::new(Semaphore::new(SENT_AT_ONCE)),
        })
    }

    /// Writes an object. When this returns, its bytes and its name are on disk.
    pub(super) async fn put(&self, key: Uuid, bytes: Bytes) -> Result<()> {
        let (location, size) = (location(key), bytes.len());
        let put = async { Ok(self.kept.put(&location, bytes.into()).await?) };
        self.limits.carrying(size, put).await.map(drop)
    }

    /// The folder, where files become objects by being moved.
    pub(super) fn takes_files(&self) -> bool {
        self.folder.is_some()
    }

    /// Writes an object of a file: the file itself becomes the object where both lie on one disk.
    pub(super) async fn put_file(&self, key: Uuid, file: NamedTempFile) -> Result<()> {
        if let Some(folder) = &self.folder {
            return Ok(folder.keep(&location(key), file).await?);
        }
        let _sending = self.may_send().await;
        if file.as_file().metadata()?.len() > SENT_WHOLE {
            return self.put_in_parts(&location(key), &file).await;
        }
        let bytes = tokio::fs::read(file.path()).await?;
        self.put(key, bytes.into()).await
    }

    async fn put_in_parts(&self, location: &Path, file: &NamedTempFile) -> Result<()> {
        let begun = async { Ok(self.kept.put_multipart(location).await?) };
        let mut upload = self.limits.answer(begun).await?;
        let sent = self.send_parts(upload.as_mut(), file).await;
        if sent.is_err()
            && let Err(error) = upload.abort().await
        {
            tracing::warn!(%error, "parts of an upload are left in the bucket");
        }
        sent
    }

    async fn send_parts(&self, upload: &mut dyn MultipartUpload, file: &NamedTempFile) -> Result<()> {
        let mut left = tokio::fs::File::from_std(file.reopen()?);
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

    /// Waits until one more upload may be in memory, on its way to a bucket.
    pub(super) async fn may_send(&self) -> Option<SemaphorePermit<'_>> {
        // The semaphore is never closed.
        self.sending.acquire().await.ok()
    }

    /// Reads an object, or a range of it, in pieces. A range may end beyond the object's end, not begin there. With a tag,
    /// of the very object that has it, or else [`Error::Changed`].
    pub(super) async fn get(&self, key: Uuid, range: Option<Range<u64>>, tag: Option<String>) -> Result<Found> {
        let options = GetOptions {
            range: range.clone().map(GetRange::Bounded),
            if_match: tag,
            ..GetOptions::default()
        };
        let found = async {
            match self.kept.get_opts(&location(key), options).await {
                Ok(found) => Ok(found),
                Err(error) => Err(self.why_not(key, range, error).await),
            }
        };
        let found = self.limits.answer(found).await?;
        Ok(Found {
            tag: found.meta.e_tag.clone(),
            content: Content {
                size: found.meta.size,
                range: found.range.clone(),
                stream: self.limits.flowing(found.into_stream().map_err(Error::from).boxed()),
            },
        })
    }

    /// Storages have no common error for a range that is not there, so the size decides.
    async fn why_not(&self, key: Uuid, range: Option<Range<u64>>, error: object_store::Error) -> Error {
        match (error, range) {
            (object_store::Error::NotFound { .. }, _) => Error::NotFound(key),
            (object_store::Error::Precondition { .. }, _) => Error::Changed(key),
            (other, None) => Error::Unavailable(other),
            (other, Some(range)) => match self.kept.head(&location(key)).await {
                Ok(meta) if range.is_empty() || range.start >= meta.size => Error::RangeNotSatisfiable(key),
                _ => Error::Unavailable(other),
            },
        }
    }

    /// Deletes an object, durably. One that is not there is deleted already.
    pub(super) async fn delete(&self, key: Uuid) -> Result<()> {
        let location = location(key);
        let deleted = async {
            match self.kept.delete(&location).await {
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

    /// Every object there is, or those of one of the 256 folders, in no order. What does not bear an id as its name is
    /// none of ours, and left out.
    pub(super) fn list(&self, shard: Option<u8>) -> BoxStream<'static, Result<Listed>> {
        let listed = |meta: ObjectMeta| {
            let key = meta.location.filename()?.parse().ok()?;
            Some(Listed {
                key,
                size: meta.size,
                written_at: meta.last_modified,
            })
        };
        let prefix = shard.map(|shard| Path::from(format!("{shard:02x}")));
        let objects = self.kept.list(prefix.as_ref()).map_err(Error::from).boxed();
        self.limits
            .flowing(objects)
            .try_filter_map(move |meta| std::future::ready(Ok(listed(meta))))
            .boxed()
    }

    pub(super) async fn probe(&self) -> Result<()> {
        let location = Path::from("probe");
        let probed = async {
            let put = self.kept.put(&location, Bytes::from_static(b"is it writable?").into());
            put.await?;
            self.kept.get(&location).await?.bytes().await?;
            Ok(())
        };
        self.limits.answer(probed).await
    }

    pub(super) async fn remove_unfinished(&self) -> Result<usize> {
        match &self.folder {
            Some(folder) => Ok(folder.remove_unfinished().await?),
            None => Ok(0),
        }
    }
}

/// Where an object lies: in one of 256 folders, by the last two digits of its key, which are random
/// (the first ones are the time).
pub(super) fn location(key: Uuid) -> Path {
    let name = key.to_string();
    let shard = name.get(name.len() - 2..).unwrap_or_default();
    Path::from_iter([shard, name.as_str()])
}
