//! Deletes objects whose rows are gone.

use crate::Failure;
use async_trait::async_trait;
use persistence::documents::DeleteObject;
use persistence::outbox::Claimed;

use crate::dispatcher::{Done, Handler};
use crate::files::Files;

/// Deletes an object after the deletion of its row was committed.
#[derive(Debug, Clone)]
pub struct DeleteObjects {
    files: Files,
}

impl DeleteObjects {
    /// From this storage.
    pub fn new(files: Files) -> Self {
        Self { files }
    }
}

#[async_trait]
impl Handler for DeleteObjects {
    async fn handle(&self, message: &Claimed) -> Result<Done, Failure> {
        let DeleteObject { key } = super::payload(message)?;
        let deleted = self.files.delete(key).await;
        deleted
            .map(|()| Done::plainly())
            .map_err(|error| Failure::Later(error.to_string()))
    }
}
