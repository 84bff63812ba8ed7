//! JPEG: baseline and progressive, grey, YCbCr, RGB, CMYK and YCCK.

use domain::rules::documents::DocumentFault;
use flate2::Crc;
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, RgbImage};
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;

use super::Decoded;

mod frame;

/// What decoding holds of one coefficient, in bytes, where it holds them all.
const COEFFICIENT: u64 = 2;

/// Data that mean something else than zeros do, whatever the code; no marker is among them.
const OTHER_THAN_ZEROS: [u8; 256] = [0xb6; 256];

/// A JPEG of which the header was read.
pub(super) struct Opened<'a> {
    file: &'a [u8],
    width: u16,
    height: u16,
    components: u8,
    colours: ColorSpace,
    orientation: Orientation,
    profile: Option<Vec<u8>>,
}

impl<'a> Opened<'a> {
    pub(super) fn of(file: &'a [u8]) -> Result<Self, DocumentFault> {
        let mut decoder = JpegDecoder::new_with_options(ZCursor::new(file), options());
        decoder.decode_headers().map_err(|_| DocumentFault::Unreadable)?;
        let (Some(info), Some(colours)) = (decoder.info(), decoder.input_colorspace()) else {
            return Err(DocumentFault::Unreadable);
        };
        let turned = info.exif_data.as_deref().and_then(Orientation::from_exif_chunk);
        Ok(Self {
            file,
            width: info.width,
            height: info.height,
            components: info.components,
            colours,
            orientation: turned.unwrap_or(Orientation::NoTransforms),
            profile: decoder.icc_profile(),
        })
    }

    /// Width and height as stored.
    pub(super) fn size(&self) -> (u32, u32) {
        (self.width.into(), self.height.into())
    }

    pub(super) fn orientation(&self) -> Orientation {
        self.orientation
    }

    pub(super) fn memory(&self) -> u64 {
        let pixels = u64::from(self.width) * u64::from(self.height);
        let held = if frame::is_decoded_line_by_line(self.file) {
            0
        } else {
            u64::from(self.components) * COEFFICIENT
        };
        pixels * (self.channels() as u64 + held)
    }

    fn channels(&self) -> usize {
        self.decoded_as().num_components()
    }

    /// CMYK and its like become RGB while they are decoded.
    fn decoded_as(&self) -> ColorSpace {
        match self.colours {
            ColorSpace::Luma => ColorSpace::Luma,
            _ => ColorSpace::RGB,
        }
    }

    pub(super) fn decode(self) -> Result<Decoded, DocumentFault> {
        let (width, height) = self.size();
        let pixels = self.pixels().ok_or(DocumentFault::Unreadable)?;
        let pixels = match self.decoded_as() {
            ColorSpace::Luma => GrayImage::from_raw(width, height, pixels).map(DynamicImage::ImageLuma8),
            _ => RgbImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgb8),
        };
        Ok(Decoded {
            pixels: pixels.ok_or(DocumentFault::Unreadable)?,
            orientation: self.orientation,
            profile: self.profile,
        })
    }

    /// The pixels, where all are there. Decoders go on with zeros where data end too early, and a face without its chin
    /// would be printed. So the data are decoded once more with something else behind them: what changes was not there.
    fn pixels(&self) -> Option<Vec<u8>> {
        let (data, after) = self.file.split_at(frame::end_of_image(self.file)?);
        let mut pixels = vec![0; usize::from(self.width) * usize::from(self.height) * self.channels()];
        self.decode_into(self.file, &mut pixels).ok()?;
        let first = checksum(&pixels);
        self.decode_into(&[data, &OTHER_THAN_ZEROS, after].concat(), &mut pixels)
            .ok()?;
        (checksum(&pixels) == first).then_some(pixels)
    }

    /// Strictly, but for bytes between the segments of the header, which some programs leave there.
    fn decode_into(&self, file: &[u8], pixels: &mut [u8]) -> Result<(), DecodeErrors> {
        match self.decoder(file, true).decode_into(pixels) {
            Err(DecodeErrors::FormatStatic(reason)) if reason.starts_with("[strict-mode]") => {
                self.decoder(file, false).decode_into(pixels)
            }
            decoded => decoded,
        }
    }

    fn decoder<'file>(&self, file: &'file [u8], strict: bool) -> JpegDecoder<ZCursor<&'file [u8]>> {
        let options = options()
            .set_strict_mode(strict)
            .jpeg_set_out_colorspace(self.decoded_as());
        JpegDecoder::new_with_options(ZCursor::new(file), options)
    }
}

fn checksum(pixels: &[u8]) -> u32 {
    let mut checksum = Crc::new();
    checksum.update(pixels);
    checksum.sum()
}

/// Without limits of its own: the size is read from the header, and judged, before anything is decoded.
fn options() -> DecoderOptions {
    DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::MAX)
        .set_max_height(usize::MAX)
}
