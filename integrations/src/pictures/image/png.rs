//! PNG: of every colour type and depth, interlaced or not. Only what does not move.

use std::io::Cursor;

use domain::rules::documents::DocumentFault;
use image::codecs::png::PngDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, Limits};

use super::Decoded;

/// What lines and unpacked annotations of a PNG may take, in bytes.
const BESIDE_PIXELS: u64 = 16 * 1024 * 1024;

const SIGNATURE: usize = 8;
const CHECKSUM: usize = 4;

/// A PNG of which the header was read.
pub(super) struct Opened<'a> {
    decoder: PngDecoder<Cursor<&'a [u8]>>,
    orientation: Orientation,
    profile: Option<Vec<u8>>,
}

impl<'a> Opened<'a> {
    pub(super) fn of(file: &'a [u8]) -> Result<Self, DocumentFault> {
        let unreadable = |_| DocumentFault::Unreadable;
        let mut limits = Limits::no_limits();
        limits.max_alloc = Some(BESIDE_PIXELS);
        let mut decoder = PngDecoder::with_limits(Cursor::new(file), limits).map_err(unreadable)?;
        if decoder.is_apng().map_err(unreadable)? {
            return Err(DocumentFault::Animated);
        }
        let turned = exif(file).and_then(Orientation::from_exif_chunk);
        Ok(Self {
            orientation: turned.unwrap_or(Orientation::NoTransforms),
            profile: decoder.icc_profile().unwrap_or_default(),
            decoder,
        })
    }

    /// Width and height as stored.
    pub(super) fn size(&self) -> (u32, u32) {
        self.decoder.dimensions()
    }

    pub(super) fn orientation(&self) -> Orientation {
        self.orientation
    }

    pub(super) fn memory(&self) -> u64 {
        self.decoder.total_bytes()
    }

    pub(super) fn decode(self) -> Result<Decoded, DocumentFault> {
        Ok(Decoded {
            pixels: DynamicImage::from_decoder(self.decoder).map_err(|_| DocumentFault::Unreadable)?,
            orientation: self.orientation,
            profile: self.profile,
        })
    }
}

/// The EXIF data of a PNG, which may also stand behind its pixels.
fn exif(file: &[u8]) -> Option<&[u8]> {
    let mut rest = file.get(SIGNATURE..)?;
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (name, after) = after.split_first_chunk::<4>()?;
        let (data, after) = after.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        if name == b"eXIf" {
            return Some(data);
        }
        rest = after.get(CHECKSUM..)?;
    }
}
