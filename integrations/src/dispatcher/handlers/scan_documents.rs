//! Has uploaded documents scanned for viruses.

use std::io;
use std::sync::Arc;

use crate::Failure;
use async_trait::async_trait;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use persistence::Store;
use persistence::documents::scan::{self, ScanDocument};
use persistence::outbox::Claimed;

use crate::dispatcher::{Done, Handler};
use crate::files::{Content, Files};
use crate::scanning::{Scanned, Scanner, Verdict};

/// Asks the scanner about a document, and notes what it says. While nobody answers the document waits.
#[derive(Debug, Clone)]
pub struct ScanDocuments {
    store: Store,
    files: Files,
    scanner: Arc<dyn Scanner>,
}

impl ScanDocuments {
    /// Of this storage, by this scanner.
    pub fn new(store: Store, files: Files, scanner: Arc<dyn Scanner>) -> Self {
        Self { store, files, scanner }
    }
}

#[async_trait]
impl Handler for ScanDocuments {
    async fn handle(&self, message: &Claimed) -> Result<Done, Failure> {
        let ScanDocument { document_id: id } = super::payload(message)?;
        // Taken out, replaced or erased meanwhile: nobody waits for the answer.
        let Some(document) = self.store.read(move |db| scan::waiting(db, id)).await? else {
            return Ok(Done::plainly());
        };
        let content = self.files.get(id, None).await;
        let content = content.map_err(|error| Failure::Later(error.to_string()))?;
        match self.scanner.scan(whole(content, document.size)).await? {
            Verdict::Clean => Ok(Done::and(move |tx| scan::found_clean(tx, id))),
            Verdict::Infected(finding) => {
                tracing::warn!(%id, finding, "a virus was found in an upload, which is destroyed");
                Ok(Done::and(move |tx| scan::found_infected(tx, id, &finding)))
            }
        }
    }
}

/// The bytes of a document, which fail at their end where there are not as many as were uploaded: what says nothing of a
/// part says nothing of the whole.
fn whole(content: Content, size: i64) -> Scanned {
    let expected = u64::try_from(size).unwrap_or(0);
    let counted = content.stream.map_err(io::Error::other).map_ok(Some);
    let end = stream::once(async { Ok(None) });
    let checked = counted.chain(end).scan(0_u64, move |read, piece| {
        let piece = match piece {
            Ok(Some(piece)) => {
                *read += piece.len() as u64;
                Ok(Some(piece))
            }
            Ok(None) if *read != expected => Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                format!("{read} bytes of {expected} are there"),
            )),
            other => other,
        };
        std::future::ready(Some(piece))
    });
    checked.try_filter_map(|piece| std::future::ready(Ok(piece))).boxed()
}
