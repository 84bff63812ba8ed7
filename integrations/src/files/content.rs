//! An object being read.

use std::fmt;
use std::ops::Range;

use aws_lc_rs::digest::{Context, SHA256};
use bytes::{Bytes, BytesMut};
use futures::stream::{self, BoxStream, StreamExt, TryStreamExt};
use uuid::Uuid;

use super::{Error, Result};

/// An object being read.
pub struct Content {
    /// The object's whole size in bytes, also where only a range of it is read.
    pub size: u64,
    /// The bytes that [`Content::stream`] brings.
    pub range: Range<u64>,
    /// The bytes, in pieces.
    pub stream: BoxStream<'static, Result<Bytes>>,
}

impl Content {
    /// The same, compared with the hash of what was stored: where it is anything else, the last piece does not come, and
    /// an error in its place. Of a part nothing can be said.
    #[must_use]
    pub fn checked(self, key: impl Into<Uuid>, sha256: &[u8]) -> Self {
        if self.range != (0..self.size) {
            return self;
        }
        let checking = Checking {
            key: key.into(),
            expected: sha256.to_vec(),
            found: Context::new(&SHA256),
            left: self.size,
            pieces: self.stream,
        };
        let pieces = stream::try_unfold(checking, |mut checking| async move {
            Ok(checking.next().await?.map(|piece| (piece, checking)))
        });
        Self {
            stream: pieces.boxed(),
            ..self
        }
    }

    /// The same, once its first piece has come: what cannot be read at all fails here, before anybody is told of it.
    pub(super) async fn begun(mut self) -> Result<Self> {
        let first = self.stream.try_next().await?;
        let all = stream::iter(first.map(Ok)).chain(self.stream);
        Ok(Self {
            stream: all.boxed(),
            ..self
        })
    }

    /// All of it, in memory.
    pub(super) async fn into_bytes(mut self) -> Result<Bytes> {
        let Some(first) = self.stream.try_next().await? else {
            return Ok(Bytes::new());
        };
        let size = usize::try_from(self.range.end - self.range.start).unwrap_or(usize::MAX);
        if first.len() == size {
            return Ok(first);
        }
        let mut bytes = BytesMut::with_capacity(size);
        bytes.extend_from_slice(&first);
        while let Some(piece) = self.stream.try_next().await? {
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes.freeze())
    }
}

struct Checking {
    key: Uuid,
    expected: Vec<u8>,
    found: Context,
    left: u64,
    pieces: BoxStream<'static, Result<Bytes>>,
}

impl Checking {
    async fn next(&mut self) -> Result<Option<Bytes>> {
        let piece = self.pieces.try_next().await?;
        if let Some(piece) = &piece {
            self.found.update(piece);
            self.left = self.left.saturating_sub(piece.len() as u64);
        }
        let is_whole = self.left == 0 || piece.is_none();
        if is_whole && self.found.clone().finish().as_ref() != self.expected {
            return Err(Error::NotAsStored(self.key));
        }
        Ok(piece)
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Content")
            .field("size", &self.size)
            .field("range", &self.range)
            .finish_non_exhaustive()
    }
}
