//! Has uploaded documents scanned for viruses.

use std::io;
use std::sync::Arc;

use crate::Failure;
use async_trait::async_trait;
use futures::{StreamExt as _, TryStreamExt as _};
use persistence::Store;
use persistence::documents::scan::{self, ScanDocument};
use persistence::outbox::Claimed;

use crate::dispatcher::{Done, Handler};
use crate::files::Files;
use crate::scanning::{Scanner, Verdict};

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
        // What says nothing of what was uploaded says nothing: other bytes, or some of them, fail before their end.
        let content = self.files.get_checked(id, &document.sha256).await;
        let content = content.map_err(|error| Failure::Later(error.to_string()))?;
        let pieces = content.stream.map_err(io::Error::other).boxed();
        match self.scanner.scan(pieces).await? {
            Verdict::Clean => Ok(Done::and(move |tx| scan::found_clean(tx, id))),
            Verdict::Infected(finding) => {
                tracing::warn!(%id, finding, "a virus was found in an upload, which is destroyed");
                Ok(Done::and(move |tx| scan::found_infected(tx, id, &finding)))
            }
        }
    }
}
