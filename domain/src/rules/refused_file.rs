//! A file that is not taken, with what was seen of it: so that whoever sent it reads what was wrong and what would do.

use super::documents::{DocumentFault, DocumentType};
use super::fault::FaultCode;
use super::media_type::ForeignFormat;

/// Why a file is not taken as a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusedFile {
    /// What it was given for.
    pub document: DocumentType,
    /// What is wrong with it.
    pub fault: DocumentFault,
    /// What was seen of it.
    pub seen: Seen,
}

/// What was seen of a file that is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Nothing that would help.
    Nothing,
    /// The format it is in.
    Format(ForeignFormat),
    /// Width and height of an image in pixels, as it is shown.
    Size(u32, u32),
}

impl RefusedFile {
    /// Refused, with nothing more to say.
    pub const fn new(document: DocumentType, fault: DocumentFault) -> Self {
        Self {
            document,
            fault,
            seen: Seen::Nothing,
        }
    }

    /// The same, with what was seen.
    #[must_use]
    pub const fn having_seen(mut self, seen: Seen) -> Self {
        self.seen = seen;
        self
    }

    /// The stable code.
    pub const fn code(&self) -> FaultCode {
        self.fault.code()
    }
}
