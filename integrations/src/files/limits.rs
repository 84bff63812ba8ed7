//! How long a storage may take: whoever asks for a document is told soon that it does not come.

use std::time::Duration;

use futures::stream::{self, BoxStream, StreamExt};

use super::{Error, Result};

/// The least that a storage takes in or gives out, in bytes a second: less is as good as nothing.
const SLOWEST: u64 = 1024 * 1024;

/// How long one storage may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Until its first byte, and between two pieces of an object.
    pub(super) silence: Duration,
}

impl Limits {
    /// Waits for the storage to answer, where there is next to nothing to carry.
    pub(super) async fn answer<T>(&self, asked: impl Future<Output = Result<T>>) -> Result<T> {
        self.carrying(0, asked).await
    }

    /// Waits for the storage to take in, or to give out, so many bytes.
    pub(super) async fn carrying<T>(&self, bytes: usize, asked: impl Future<Output = Result<T>>) -> Result<T> {
        let carried = u64::try_from(bytes).unwrap_or(u64::MAX).saturating_mul(1_000) / SLOWEST;
        let limit = self.silence + Duration::from_millis(carried);
        tokio::time::timeout(limit, asked)
            .await
            .unwrap_or(Err(Error::Silent(limit)))
    }

    /// A stream that ends with an error where the next piece does not come. How long its reader takes does not count.
    pub(super) fn flowing<T: Send + 'static>(
        self,
        pieces: BoxStream<'static, Result<T>>,
    ) -> BoxStream<'static, Result<T>> {
        stream::unfold(Some(pieces), move |pieces| async move {
            let mut pieces = pieces?;
            match tokio::time::timeout(self.silence, pieces.next()).await {
                Ok(piece) => piece.map(|piece| (piece, Some(pieces))),
                Err(_elapsed) => Some((Err(Error::Silent(self.silence)), None)),
            }
        })
        // Whoever puts pieces together may ask once more behind the last one.
        .fuse()
        .boxed()
    }
}
