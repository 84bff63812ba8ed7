//! Encrypted bytes on their way from the storage to whoever decrypts them, who reads as from a file: what has not arrived
//! yet is [`io::ErrorKind::WouldBlock`], after which reading goes on where it stopped.

use std::collections::VecDeque;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::{Buf as _, Bytes};

/// What has arrived. Clones are the same: one is written to, the other read from.
#[derive(Debug, Clone, Default)]
pub(super) struct Feed(Arc<Mutex<Arrived>>);

#[derive(Debug, Default)]
struct Arrived {
    pieces: VecDeque<Bytes>,
    /// Where in the object the first piece begins.
    begins_at: u64,
    /// Where in the object it is read.
    read_at: u64,
    /// Nothing more is coming.
    ended: bool,
}

impl Feed {
    /// The next bytes of the object.
    pub(super) fn push(&self, bytes: Bytes) {
        if !bytes.is_empty() {
            self.arrived().pieces.push_back(bytes);
        }
    }

    /// Nothing more is coming.
    pub(super) fn end(&self) {
        self.arrived().ended = true;
    }

    /// Where in the object it is read.
    pub(super) fn position(&self) -> u64 {
        self.arrived().read_at
    }

    /// What is pushed from now on lies there in the object; what is left of what came before is dropped.
    pub(super) fn go_on_at(&self, position: u64) {
        let mut arrived = self.arrived();
        arrived.pieces.clear();
        arrived.begins_at = position;
    }

    fn arrived(&self) -> MutexGuard<'_, Arrived> {
        // Nothing that holds it can panic halfway.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Arrived {
    /// What can be read at once: nothing is the object's end.
    fn readable(&self) -> io::Result<&[u8]> {
        if self.read_at != self.begins_at {
            return Err(io::Error::other("read where nothing was asked for"));
        }
        match self.pieces.front() {
            Some(piece) => Ok(piece),
            None if self.ended => Ok(&[]),
            None => Err(io::ErrorKind::WouldBlock.into()),
        }
    }

    fn advance(&mut self, bytes: usize) {
        if let Some(piece) = self.pieces.front_mut() {
            piece.advance(bytes);
            if piece.is_empty() {
                self.pieces.pop_front();
            }
        }
        self.begins_at += bytes as u64;
        self.read_at = self.begins_at;
    }
}

impl Read for Feed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut arrived = self.arrived();
        let readable = arrived.readable()?;
        let bytes = readable.len().min(into.len());
        into[..bytes].copy_from_slice(&readable[..bytes]);
        arrived.advance(bytes);
        Ok(bytes)
    }
}

impl Seek for Feed {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let mut arrived = self.arrived();
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(by) => arrived.read_at.checked_add_signed(by),
            SeekFrom::End(_) => None,
        };
        arrived.read_at = position.ok_or(io::ErrorKind::Unsupported)?;
        Ok(arrived.read_at)
    }
}
