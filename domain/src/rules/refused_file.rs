//! A file that is not taken, with what was seen of it: so that whoever sent it reads what was wrong and what would do.

use super::documents::{self, DocumentFault, DocumentType, MediaType};
use super::fault::FaultCode;
use super::media_type::{ForeignFormat, Inspection};

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

/// What a file is by its content, as [`documents::check_content`] finds it, or why it is not taken as this kind of
/// document: with the format it is in, where that is well known.
pub fn check_content(document: DocumentType, file: &Inspection) -> Result<MediaType, RefusedFile> {
    documents::check_content(document, file).map_err(|fault| {
        let refused = RefusedFile::new(document, fault);
        match file.foreign_format() {
            Some(format) if fault == DocumentFault::UnknownType => refused.having_seen(Seen::Format(format)),
            _ => refused,
        }
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::DocumentFault::{Empty, Truncated, UnknownType};
    use super::DocumentType::{IdentityDocument, LicenceFront, Photo};
    use super::*;

    #[rstest]
    #[case::iphone(
        Photo,
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        UnknownType,
        Seen::Format(ForeignFormat::Heic)
    )]
    #[case::browser(
        LicenceFront,
        b"RIFF\x24\0\0\0WEBPVP8 ",
        UnknownType,
        Seen::Format(ForeignFormat::Webp)
    )]
    #[case::word(
        IdentityDocument,
        b"{\\rtf1\\ansi Bonjour}",
        UnknownType,
        Seen::Format(ForeignFormat::OfficeDocument)
    )]
    #[case::not_well_known(Photo, b"\x01\x02\x03\x04", UnknownType, Seen::Nothing)]
    #[case::cut_off(Photo, b"\xff\xd8\xff\xe0", Truncated, Seen::Nothing)]
    #[case::empty(Photo, b"", Empty, Seen::Nothing)]
    fn a_file_that_is_not_taken_is_named_where_it_is_known(
        #[case] document: DocumentType,
        #[case] content: &[u8],
        #[case] fault: DocumentFault,
        #[case] seen: Seen,
    ) {
        let refused = check_content(document, &Inspection::of(content));
        assert_eq!(refused, Err(RefusedFile::new(document, fault).having_seen(seen)));
    }
}
