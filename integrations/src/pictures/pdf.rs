//! PDF: whether a reader would open it, without a password, find a page, and nothing in it that acts.
//!
//! A file is never handed to a parser as it came: page trees that branch without end, object streams that unpack to
//! gigabytes and brackets that nest a million deep are how readers are brought down. What is needed here is little, and is
//! read by what stands in these files, within [`MOST_UNPACKED`], work in proportion to the file ([`Work`]), and a fixed depth.
//! Objects are found by looking for them from the beginning, as readers do with a file whose table of them is broken:
//! so a table that is broken, or shifted by what stands before the header, is no matter. Only keys and decryption are
//! left to `hayro-syntax`, which is given a small file made here of the parts that say how the other one is locked.

use domain::rules::documents::DocumentFault;

mod active;
mod index;
mod lock;
mod object_streams;
mod pages;
mod syntax;
#[cfg(test)]
mod tests;
mod work;

use index::Index;
use work::Work;

/// What the object streams of one PDF may unpack to, in bytes (assumed).
pub const MOST_UNPACKED: usize = 64 * 1024 * 1024;

/// Why what was looked for is not there: the file is broken, or takes more than it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Broken;

impl From<Broken> for DocumentFault {
    fn from(_: Broken) -> Self {
        Self::Unreadable
    }
}

/// Opens a PDF up to its first page, and looks through all of it for what acts.
pub(crate) fn open(file: &[u8]) -> Result<(), DocumentFault> {
    let work = Work::for_file(file);
    let mut index = Index::of(file, &work)?;
    let packed = lock::unlocked(&index, &work)?;
    let unpacked = object_streams::unpacked(packed, MOST_UNPACKED, &index, &work)?;
    index.add(&unpacked, &work)?;
    if !pages::has_page(&index, &work)? {
        return Err(DocumentFault::WithoutPages);
    }
    active::refuse(file, &index, &unpacked, &work)
}
