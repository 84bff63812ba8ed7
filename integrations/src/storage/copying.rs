//! Moving to another storage: objects are copied as they lie there, encrypted or not, and go on under the same keys.

use std::collections::HashMap;

use futures::stream::{self, Stream, StreamExt, TryStreamExt};
use uuid::Uuid;

use super::patience::patiently;
use super::{AT_ONCE, Result};
use crate::files::{self, Files, Listed};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copied {
    /// An object of so many bytes was copied.
    Object(u64),
    /// It was there already.
    Already,
    /// One of 256 folders is done.
    Folder,
}

/// Copies every object that is not there yet, or was written anew since. One that is there, of the same size and no older,
/// is the same: what an object says never changes.
pub fn copy(from: &Files, to: &Files) -> impl Stream<Item = Result<Copied>> {
    let (from, to) = (from.clone(), to.clone());
    stream::iter(0..=u8::MAX)
        .then(move |folder| folder_by_folder(from.clone(), to.clone(), folder))
        .try_flatten()
}

async fn folder_by_folder(from: Files, to: Files, folder: u8) -> Result<impl Stream<Item = Result<Copied>>> {
    let there = patiently(async || listed(&to, folder).await).await?;
    let here = patiently(async || listed(&from, folder).await).await?;
    let objects = stream::iter(here.into_values().map(Ok)).map_ok(move |object| {
        let known = there.get(&object.key).is_some_and(|copy| is_copy(copy, &object));
        copied(from.clone(), to.clone(), object, known)
    });
    let done = stream::iter([Ok(Copied::Folder)]);
    Ok(objects.try_buffer_unordered(AT_ONCE).chain(done))
}

/// What is in a folder: one of 256 of the whole.
async fn listed(files: &Files, folder: u8) -> files::Result<HashMap<Uuid, Listed>> {
    let objects = files.list_folder(folder).map_ok(|object| (object.key, object));
    objects.try_collect().await
}

/// Whether what is there is what is here. What was encrypted anew has the same size, and is newer.
fn is_copy(there: &Listed, here: &Listed) -> bool {
    there.size == here.size && there.written_at >= here.written_at
}

async fn copied(from: Files, to: Files, object: Listed, known: bool) -> Result<Copied> {
    if known {
        return Ok(Copied::Already);
    }
    let bytes = match patiently(async || from.bytes(object.key).await).await {
        Ok(bytes) => bytes,
        // Deleted since it was listed.
        Err(files::Error::NotFound(_)) => return Ok(Copied::Already),
        Err(error) => return Err(error.into()),
    };
    let size = bytes.len() as u64;
    patiently(async || to.put(object.key, bytes.clone()).await).await?;
    Ok(Copied::Object(size))
}
