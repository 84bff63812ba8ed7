//! Opens one file after the other, off the threads that answer.

use std::io::{self, Read};
use std::sync::Arc;

use domain::rules::documents::{DocumentType, MOST_BYTES, MediaType};
use domain::rules::refused_file::RefusedFile;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::pictures::{Examined, examine};

/// How many files are opened at once: what one takes of memory, all take.
const AT_ONCE: usize = 1;

/// Where files wait for their turn to be opened. Clones are the same place.
#[derive(Debug, Clone)]
pub struct Examiner {
    turns: Arc<Semaphore>,
}

impl Default for Examiner {
    fn default() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Examiner {
    /// Reads and opens a file when its turn comes; see [`examine`]. The outer error is the disk's.
    pub async fn examine(
        &self,
        document: DocumentType,
        media_type: MediaType,
        file: impl Read + Send + 'static,
    ) -> io::Result<Result<Examined, RefusedFile>> {
        // The semaphore is never closed. The turn goes with the work: whoever stops waiting for it does not let the next
        // one begin while it still runs.
        let turn = self.turns.clone().acquire_owned().await.ok();
        let work = move || {
            let _turn = turn;
            // Room for the largest at once: growing would take it twice.
            let mut bytes = Vec::with_capacity(usize::try_from(MOST_BYTES).unwrap_or_default());
            file.take(MOST_BYTES).read_to_end(&mut bytes)?;
            Ok(examine(document, media_type, &bytes))
        };
        spawn_blocking(work).await.map_err(io::Error::other)?
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Seek as _, Write as _};

    use domain::rules::documents::DocumentFault;

    use super::*;

    #[tokio::test]
    async fn files_are_opened_in_turn_from_the_disk() {
        let examiner = Examiner::default();
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(b"%PDF-1.7\n%%EOF\n").expect("written");
        file.rewind().expect("from its beginning");
        let opened = examiner.examine(DocumentType::IdentityDocument, MediaType::Pdf, file);
        let refused = opened
            .await
            .expect("a disk that works")
            .expect_err("there is nothing in it");
        assert_eq!(refused.fault, DocumentFault::Unreadable);
        assert_eq!(examiner.turns.available_permits(), AT_ONCE);
    }
}
