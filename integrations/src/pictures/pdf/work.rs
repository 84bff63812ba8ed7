//! How much may be read of one file, over and over.

use std::cell::Cell;

use super::Broken;

/// How often each byte may be read, on average: an honest file's are read three or four times (assumed).
const TIMES: u64 = 16;

/// What short files may take all the same, in bytes.
const AT_LEAST: u64 = 64 * 1024;

/// What may still be read, in bytes. Once it is spent, nothing more is read.
#[derive(Debug)]
pub(super) struct Work {
    left: Cell<u64>,
}

impl Work {
    pub(super) fn for_file(file: &[u8]) -> Self {
        Self {
            left: Cell::new(file.len() as u64 * TIMES + AT_LEAST),
        }
    }

    /// Allows for bytes that were unpacked.
    pub(super) fn allow_for(&self, bytes: usize) {
        self.left.set(self.left.get() + bytes as u64 * TIMES);
    }

    /// Counts bytes that are read.
    pub(super) fn count(&self, bytes: usize) -> Result<(), Broken> {
        self.left.set(self.left.get().saturating_sub(bytes as u64));
        self.check()
    }

    /// Whether anything may still be read. What was not found may be there otherwise.
    pub(super) fn check(&self) -> Result<(), Broken> {
        if self.left.get() > 0 { Ok(()) } else { Err(Broken) }
    }
}
