//! Encrypted objects as they are read: decrypted chunk by chunk while they arrive, whole or in part. Of one that is read,
//! two chunks are in memory, however large it is and however slowly it goes out.

use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;

use bytes::{Bytes, BytesMut};
use futures::stream::{self, BoxStream, StreamExt, TryStreamExt};
use persistence::keys::storage::StorageKey;
use uuid::Uuid;

use super::feed::Feed;
use super::sealed::{self, CHUNK, Reader, SEALED_CHUNK};
use super::{Content, Error, Result};

/// An object whose header was read.
pub(super) struct Opened {
    key: Uuid,
    reader: Reader,
    feed: Feed,
    /// Where its chunks begin.
    header: u64,
    /// The size of what it holds.
    size: u64,
    /// The size of all of it, as it lies there.
    sealed_size: u64,
}

impl Opened {
    /// Reads the header of an object from its beginning.
    pub(super) fn begin(storage_key: &StorageKey, key: Uuid, beginning: Bytes, sealed_size: u64) -> Result<Self> {
        let feed = Feed::default();
        feed.push(beginning);
        let reader = sealed::open(storage_key, key, feed.clone()).ok_or(Error::DoesNotOpen(key))?;
        let header = feed.position();
        let chunks = sealed_size.checked_sub(header).and_then(sealed::opened_size);
        Ok(Self {
            key,
            reader,
            feed,
            header,
            size: chunks.ok_or(Error::DoesNotOpen(key))?,
            sealed_size,
        })
    }

    /// All of it, of whose bytes these are still to arrive.
    pub(super) fn whole(self, rest: BoxStream<'static, Result<Bytes>>) -> Content {
        let size = self.size;
        self.bringing(0..size, rest, End::ToBeProven)
    }

    /// The part of a range that there is; none where it begins behind the end.
    pub(super) fn within(&self, range: &Range<u64>) -> Option<Range<u64>> {
        let range = range.start..range.end.min(self.size);
        (!range.is_empty()).then_some(range)
    }

    /// Where the chunks that hold a range lie.
    pub(super) fn sealed_range(&self, range: &Range<u64>) -> Range<u64> {
        let start = self.header + range.start / CHUNK * SEALED_CHUNK;
        let end = self.header + range.end.div_ceil(CHUNK) * SEALED_CHUNK;
        start..end.min(self.sealed_size)
    }

    /// A range of it, of the chunks that hold it.
    pub(super) async fn part(
        mut self,
        range: Range<u64>,
        mut chunks: BoxStream<'static, Result<Bytes>>,
    ) -> Result<Content> {
        let first = self.sealed_range(&range).start;
        self.feed.go_on_at(first);
        let mut missing = SEALED_CHUNK.min(self.sealed_size - first);
        while missing > 0 {
            let piece = chunks.try_next().await?.ok_or(Error::DoesNotOpen(self.key))?;
            missing = missing.saturating_sub(piece.len() as u64);
            self.feed.push(piece);
        }
        // A last chunk ends where the object does, by which it is told from others.
        if first + SEALED_CHUNK >= self.sealed_size {
            self.feed.end();
        }
        // To a chunk's very beginning age goes by way of the object's end, which was not asked for: so first behind it.
        let beyond = range.start.max(range.start / CHUNK * CHUNK + 1);
        let found = self
            .reader
            .seek(SeekFrom::Start(beyond))
            .and_then(|_| self.reader.seek(SeekFrom::Start(range.start)));
        found.map_err(|_| Error::DoesNotOpen(self.key))?;
        Ok(self.bringing(range, chunks, End::NotRead))
    }

    fn bringing(self, range: Range<u64>, arriving: BoxStream<'static, Result<Bytes>>, end: End) -> Content {
        let decrypting = Decrypting {
            key: self.key,
            reader: self.reader,
            feed: self.feed,
            arriving,
            left: range.end - range.start,
            end,
        };
        let pieces = stream::try_unfold(decrypting, |mut decrypting| async move {
            Ok(decrypting.next().await?.map(|piece| (piece, decrypting)))
        });
        Content {
            size: self.size,
            range,
            stream: pieces.boxed(),
        }
    }
}

/// Whether the object's end is where its size says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// It is read as well: an object that was cut off at the end of a chunk is found out before its last piece goes on.
    ToBeProven,
    /// It is.
    Proven,
    /// Only a part is read.
    NotRead,
}

struct Decrypting {
    key: Uuid,
    reader: Reader,
    feed: Feed,
    arriving: BoxStream<'static, Result<Bytes>>,
    /// How many bytes are still to come out of it.
    left: u64,
    end: End,
}

impl Decrypting {
    async fn next(&mut self) -> Result<Option<Bytes>> {
        let piece = if self.left > 0 {
            let piece = self.read(self.left.min(CHUNK)).await?;
            if piece.is_empty() {
                return Err(Error::DoesNotOpen(self.key));
            }
            self.left -= piece.len() as u64;
            Some(piece)
        } else {
            None
        };
        if self.left == 0 && self.end == End::ToBeProven {
            if !self.read(1).await?.is_empty() {
                return Err(Error::DoesNotOpen(self.key));
            }
            self.end = End::Proven;
        }
        Ok(piece)
    }

    /// The next bytes, so many at most; nothing at the object's end.
    async fn read(&mut self, most: u64) -> Result<Bytes> {
        let mut into = BytesMut::zeroed(usize::try_from(most).unwrap_or_default());
        loop {
            match self.reader.read(&mut into) {
                Ok(read) => {
                    into.truncate(read);
                    return Ok(into.freeze());
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => match self.arriving.try_next().await? {
                    Some(piece) => self.feed.push(piece),
                    None => self.feed.end(),
                },
                Err(_) => return Err(Error::DoesNotOpen(self.key)),
            }
        }
    }
}
