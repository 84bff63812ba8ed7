//! Encrypting what lies in the storage as it is, or under an older key.

use futures::stream::{Stream, TryStreamExt};
use persistence::objects::KnownObject;
use persistence::{Store, documents};

use super::patience::patiently;
use super::verifying::as_finding;
use super::{AT_ONCE, Finding, Result, known, known_still};
use crate::files::{self, Files, Lying, Spool, Spooled};

/// An object that was gone to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// As its row knows it.
    pub object: KnownObject,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is encrypted with the newest key now.
    Done,
    /// It was before.
    Already,
    /// It is not what its row says, and left as it lies there.
    Left(Finding),
}

/// Encrypts with the newest key every object that a row knows and that is not; compared with its row before. Each is
/// replaced at once or not at all, so that whoever reads meanwhile reads the one or the other.
pub fn seal(store: &Store, files: &Files, spool: &Spool) -> impl Stream<Item = Result<Sealed>> {
    let (store, files, spool) = (store.clone(), files.clone(), spool.clone());
    known(store.clone(), None)
        .map_ok(move |object| sealed(store.clone(), files.clone(), spool.clone(), object))
        .try_buffered(AT_ONCE)
}

async fn sealed(store: Store, files: Files, spool: Spool, object: KnownObject) -> Result<Sealed> {
    let newest = files.keyring().map(|keys| keys.newest().id);
    let lying = patiently(async || files.lying(object.key).await).await?;
    if matches!(lying, Lying::SealedWith(id) if Some(id) == newest) {
        let outcome = Outcome::Already;
        return Ok(Sealed { object, outcome });
    }
    let outcome = match patiently(async || arrive(&files, &spool, &object).await).await {
        Ok(file) => {
            replace(&store, &files, &object, file).await?;
            Outcome::Done
        }
        Err(error) => match as_finding(error)? {
            // Whose row was deleted, or is another's by now, is no concern of ours.
            Some(finding) if known_still(&store, &object).await?.as_ref() == Some(&object) => Outcome::Left(finding),
            _ => Outcome::Already,
        },
    };
    Ok(Sealed { object, outcome })
}

/// Reads an object into a file.
async fn arrive(files: &Files, spool: &Spool, object: &KnownObject) -> files::Result<Spooled> {
    let mut pieces = files.get_checked(object.key, &object.sha256).await?.stream;
    let mut file = spool.begin()?;
    while let Some(piece) = pieces.try_next().await? {
        file.write(&piece)?;
    }
    Ok(file.end())
}

/// The object may have been deleted since it was read, its row before it: then it is deleted again. Were this process
/// killed in between, it would be swept.
async fn replace(store: &Store, files: &Files, object: &KnownObject, file: Spooled) -> Result<()> {
    let key = object.key;
    files.put_file(key, file).await?;
    let unknown = store.read(move |db| documents::unknown(db, vec![key])).await?;
    if !unknown.is_empty() {
        files.delete(key).await?;
    }
    Ok(())
}
