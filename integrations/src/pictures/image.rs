//! Pictures: decoded within limits, upright, without metadata.

use domain::rules::documents::{self, DocumentFault, DocumentType, MediaType};
use domain::rules::refused_file::{RefusedFile, Seen};
use image::DynamicImage;
use image::metadata::Orientation;

use crate::pictures::Examined;

mod colour;
mod ink;
mod jpeg;
mod png;
mod printed;
mod shown;
#[cfg(test)]
mod tests;

pub use printed::{FACE, Printed};

/// What decoding one picture may take of memory beside its file, in bytes (assumed). Enough for 64 million pixels of a
/// JPEG as telephones write them, or of a PNG with transparency; for 29 million of a progressive JPEG, which is decoded
/// only when all of it is there.
pub const MOST_MEMORY: u64 = 256 * 1024 * 1024;

/// A picture of which the header was read, and nothing decoded.
enum Opened<'a> {
    Jpeg(jpeg::Opened<'a>),
    Png(Box<png::Opened<'a>>),
}

/// A picture as it is stored: not yet turned, in colours of its own.
struct Decoded {
    pixels: DynamicImage,
    orientation: Orientation,
    /// The ICC profile that says what its colours mean.
    profile: Option<Vec<u8>>,
}

/// Decodes a picture, and prepares it for printing where it is printed.
pub(crate) fn examine(document: DocumentType, media_type: MediaType, file: &[u8]) -> Result<Examined, RefusedFile> {
    let refused = |fault| RefusedFile::new(document, fault);
    let opened = Opened::of(media_type, file).map_err(refused)?;
    let (width, height) = opened.size();
    let of_size = |fault| refused(fault).having_seen(Seen::Size(width, height));
    documents::check_dimensions(document, width, height).map_err(of_size)?;
    if opened.memory() > MOST_MEMORY {
        return Err(of_size(DocumentFault::TooManyPixels));
    }
    let decoded = opened.decode().map_err(refused)?;
    if ink::is_blank(&decoded.pixels) {
        return Err(refused(DocumentFault::Blank));
    }
    let printed = printed::of(document, decoded).map_err(refused)?;
    Ok(Examined {
        size: Some((width, height)),
        printed,
    })
}

impl<'a> Opened<'a> {
    fn of(media_type: MediaType, file: &'a [u8]) -> Result<Self, DocumentFault> {
        match media_type {
            MediaType::Png => png::Opened::of(file).map(Box::new).map(Self::Png),
            MediaType::Jpeg | MediaType::Pdf => jpeg::Opened::of(file).map(Self::Jpeg),
        }
    }

    /// Width and height as it is shown.
    fn size(&self) -> (u32, u32) {
        let ((width, height), orientation) = match self {
            Self::Jpeg(jpeg) => (jpeg.size(), jpeg.orientation()),
            Self::Png(png) => (png.size(), png.orientation()),
        };
        if shown::lies(orientation) {
            (height, width)
        } else {
            (width, height)
        }
    }

    /// What decoding it takes, in bytes, its pixels included.
    fn memory(&self) -> u64 {
        match self {
            Self::Jpeg(jpeg) => jpeg.memory(),
            Self::Png(png) => png.memory(),
        }
    }

    fn decode(self) -> Result<Decoded, DocumentFault> {
        match self {
            Self::Jpeg(jpeg) => jpeg.decode(),
            Self::Png(png) => png.decode(),
        }
    }
}
