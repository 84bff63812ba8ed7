//! Uploaded files, opened: what begins and ends as a picture or a PDF may still be noise, lie on its side, tell where it
//! was taken, or ask for a password.
//!
//! Pictures are decoded, turned upright as their EXIF orientation says, and written anew without metadata (no EXIF, GPS,
//! XMP, IPTC, comments or ICC profile: colours are carried over to sRGB): so they go to the factory and onto the card's
//! picture. The original is left as it came.
//!
//! **Memory.** One file is opened at a time ([`Examiner`]). Its bytes (10 MB at most) are read into memory; what decoding
//! takes beside them is known from a picture's header, and is refused above [`MOST_MEMORY`] before anything is decoded.
//! What a PDF unpacks is bounded by [`pdf::MOST_UNPACKED`].

use std::panic;

use domain::rules::documents::{DocumentFault, DocumentType, MediaType};
use domain::rules::refused_file::RefusedFile;

mod examiner;
mod image;
mod pdf;

pub use examiner::Examiner;
pub use image::{FACE, MOST_MEMORY, Printed};
pub use pdf::MOST_UNPACKED;

/// A file that was opened, and serves as what it was given for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// Width and height of a picture in pixels, as it is shown.
    pub size: Option<(u32, u32)>,
    /// Of a photo or a signature: how it is printed.
    pub printed: Option<Printed>,
}

/// Opens a file that is of this type by its first bytes. Takes up to some seconds, and blocks: see [`Examiner`].
pub fn examine(document: DocumentType, media_type: MediaType, file: &[u8]) -> Result<Examined, RefusedFile> {
    // A decoder that stumbles over hostile bytes has not opened the file: that is the sender's matter, and no failure
    // of the hub.
    panic::catch_unwind(|| open(document, media_type, file))
        .unwrap_or(Err(RefusedFile::new(document, DocumentFault::Unreadable)))
}

fn open(document: DocumentType, media_type: MediaType, file: &[u8]) -> Result<Examined, RefusedFile> {
    match media_type {
        MediaType::Pdf => match pdf::open(file) {
            Ok(()) => Ok(Examined {
                size: None,
                printed: None,
            }),
            Err(fault) => Err(RefusedFile::new(document, fault)),
        },
        MediaType::Jpeg | MediaType::Png => image::examine(document, media_type, file),
    }
}
