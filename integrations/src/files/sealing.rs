//! Encrypting what is to be stored, off the threads that answer.

use std::io::{self, Write as _};
use std::sync::Arc;

use bytes::Bytes;
use persistence::keys::storage::StorageKey;
use tempfile::NamedTempFile;
use uuid::Uuid;

use super::spool::Spooled;
use super::{Result, sealed};

/// What is in memory.
pub(super) async fn bytes(storage_key: Arc<StorageKey>, key: Uuid, bytes: Bytes) -> Result<Bytes> {
    blocking(move || {
        let mut object = sealed::begin(&storage_key, key, room_for(bytes.len() as u64))?;
        object.write_all(&bytes)?;
        Ok(object.finish()?.into())
    })
    .await
}

/// A file that arrived, into memory.
pub(super) async fn file_into_bytes(storage_key: Arc<StorageKey>, key: Uuid, file: Spooled) -> Result<Bytes> {
    blocking(move || {
        let mut object = sealed::begin(&storage_key, key, room_for(file.size))?;
        io::copy(&mut file.open()?, &mut object)?;
        Ok(object.finish()?.into())
    })
    .await
}

/// A file that arrived, into another in the same folder.
pub(super) async fn file_into_file(storage_key: Arc<StorageKey>, key: Uuid, file: Spooled) -> Result<NamedTempFile> {
    blocking(move || {
        let mut object = sealed::begin(&storage_key, key, file.beside()?)?;
        io::copy(&mut file.open()?, &mut object)?;
        object.finish()
    })
    .await
}

fn room_for(size: u64) -> Vec<u8> {
    Vec::with_capacity(usize::try_from(sealed::sealed_size(size)).unwrap_or_default())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T> {
    Ok(tokio::task::spawn_blocking(work).await.map_err(io::Error::other)??)
}
