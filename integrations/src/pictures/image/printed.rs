//! The forms in which photo and signature leave the hub.

use domain::rules::documents::{DocumentFault, DocumentType, MediaType};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::FilterType as Sampling;
use image::{DynamicImage, GenericImageView as _, ImageEncoder as _, ImageResult};

use super::{Decoded, shown};

/// What a printed form is made smaller to, across and down: several times what a card takes of it at 600 dots an inch
/// (assumed).
const MOST_PHOTO: (u32, u32) = (2_000, 2_500);
const MOST_SIGNATURE: (u32, u32) = (2_000, 1_000);

/// Of the JPEG that is printed, 1 to 100.
const PRINTED_QUALITY: u8 = 90;

/// Pixels of the face on a card's picture on a screen, across and down.
pub const FACE: (u32, u32) = (260, 325);
/// Bytes of it at most.
const MOST_FACE: usize = 30_000;

/// Qualities of the face's JPEG, the next one where the one before is too heavy. The last fits whatever the picture is.
const FACE_QUALITIES: &[u8] = &[85, 75, 60, 45, 30, 15, 5];

/// A photo or signature as the factory prints it: upright, in sRGB or grey, without metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// Its bytes.
    pub print: Vec<u8>,
    /// What they are: a photo is a JPEG, a signature a PNG.
    pub media_type: MediaType,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Of a photo: its middle in 260 × 325 pixels, a JPEG of at most 30 kB, for screens.
    pub face: Option<Vec<u8>>,
}

/// What is printed of a document; nothing of those that no card bears.
pub(super) fn of(document: DocumentType, decoded: Decoded) -> Result<Option<Printed>, DocumentFault> {
    let least = document.smallest_image();
    match document {
        DocumentType::Photo => photo(shown::shown(decoded, MOST_PHOTO, least)).map(Some),
        DocumentType::Signature => signature(&shown::shown(decoded, MOST_SIGNATURE, least)).map(Some),
        _ => Ok(None),
    }
}

fn photo(shown: DynamicImage) -> Result<Printed, DocumentFault> {
    let shown = DynamicImage::ImageRgb8(shown.into_rgb8());
    let (width, height) = shown.dimensions();
    Ok(Printed {
        print: jpeg(&shown, PRINTED_QUALITY).map_err(unwritable)?,
        media_type: MediaType::Jpeg,
        width,
        height,
        face: Some(face(&shown).map_err(unwritable)?),
    })
}

fn signature(shown: &DynamicImage) -> Result<Printed, DocumentFault> {
    let (width, height) = shown.dimensions();
    Ok(Printed {
        print: png(shown).map_err(unwritable)?,
        media_type: MediaType::Png,
        width,
        height,
        face: None,
    })
}

/// Writing into memory fails for sizes that no picture has.
fn unwritable(_: image::ImageError) -> DocumentFault {
    DocumentFault::Unreadable
}

/// The middle of a photo in the proportions of a card's.
fn face(photo: &DynamicImage) -> ImageResult<Vec<u8>> {
    let (width, height) = photo.dimensions();
    let across = width.min(height.saturating_mul(FACE.0) / FACE.1).max(1);
    let down = height.min(width.saturating_mul(FACE.1) / FACE.0).max(1);
    let middle = photo.crop_imm((width - across) / 2, (height - down) / 2, across, down);
    let small = middle.resize_exact(FACE.0, FACE.1, Sampling::CatmullRom);
    let mut face = Vec::new();
    for quality in FACE_QUALITIES {
        face = jpeg(&small, *quality)?;
        if face.len() <= MOST_FACE {
            break;
        }
    }
    Ok(face)
}

fn jpeg(pixels: &DynamicImage, quality: u8) -> ImageResult<Vec<u8>> {
    let mut written = Vec::new();
    pixels.write_with_encoder(JpegEncoder::new_with_quality(&mut written, quality))?;
    Ok(written)
}

fn png(pixels: &DynamicImage) -> ImageResult<Vec<u8>> {
    let mut written = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut written, CompressionType::Default, FilterType::Adaptive);
    let (width, height) = pixels.dimensions();
    encoder.write_image(pixels.as_bytes(), width, height, pixels.color().into())?;
    Ok(written)
}
