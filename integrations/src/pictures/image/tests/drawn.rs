//! Pictures drawn in code, and what cameras write into them beside.

use std::io::{Cursor, Write as _};

use image::ImageFormat;

use super::*;

/// The colours of the corners: above left, above right, below left, below right.
pub(super) const CORNERS: [[u8; 3]; 4] = [[220, 30, 30], [30, 200, 30], [30, 30, 220], [250, 250, 250]];

/// A picture whose four quarters tell how it was turned.
pub(super) fn corners(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        let quarter = usize::from(x >= width / 2) + 2 * usize::from(y >= height / 2);
        Rgb(CORNERS[quarter])
    }))
}

/// A dark line across white paper.
pub(super) fn stroke(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |_, y| {
        if y == height / 2 {
            Rgb([20, 20, 90])
        } else {
            Rgb([255; 3])
        }
    }))
}

/// Points without any order, the same each time: the heaviest picture there is.
pub(super) fn noise(width: u32, height: u32) -> DynamicImage {
    let mut state = 1_u32;
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [_, blue, green, red] = state.to_le_bytes();
        Rgb([red, green, blue])
    }))
}

pub(super) fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).expect("written");
    file.into_inner()
}

pub(super) fn jpeg(picture: &DynamicImage) -> Vec<u8> {
    written(picture, ImageFormat::Jpeg)
}

pub(super) fn png(picture: &DynamicImage) -> Vec<u8> {
    written(picture, ImageFormat::Png)
}

/// The picture as a camera stores it that says it is turned so: what is done to it when it is shown, undone.
pub(super) fn stored(upright: &DynamicImage, orientation: Orientation) -> DynamicImage {
    let undone = match orientation {
        Orientation::Rotate90 => Orientation::Rotate270,
        Orientation::Rotate270 => Orientation::Rotate90,
        itself => itself,
    };
    let mut stored = upright.clone();
    stored.apply_orientation(undone);
    stored
}

/// The order of bytes in EXIF data.
#[derive(Debug, Clone, Copy)]
pub(super) enum Order {
    Intel,
    Motorola,
}

impl Order {
    fn short(self, value: u16) -> [u8; 2] {
        match self {
            Self::Intel => value.to_le_bytes(),
            Self::Motorola => value.to_be_bytes(),
        }
    }

    fn long(self, value: u32) -> [u8; 4] {
        match self {
            Self::Intel => value.to_le_bytes(),
            Self::Motorola => value.to_be_bytes(),
        }
    }
}

/// EXIF data: who took it, how it is turned, and where it was taken (a GPS directory with a latitude's reference).
pub(super) fn exif(orientation: Orientation, order: Order) -> Vec<u8> {
    const AFTER_DIRECTORY: u32 = 8 + 2 + 3 * 12 + 4;
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&order.short(tag)[..], &order.short(kind), &order.long(count), &value].concat()
    };
    let turned = order.short(orientation.to_exif().into());
    [
        match order {
            Order::Intel => b"II*\0".to_vec(),
            Order::Motorola => b"MM\0*".to_vec(),
        },
        order.long(8).to_vec(),
        order.short(3).to_vec(),
        entry(0x0112, 3, 1, [turned[0], turned[1], 0, 0]),
        entry(0x013b, 2, 4, *b"Me!\0"),
        entry(0x8825, 4, 1, order.long(AFTER_DIRECTORY)),
        order.long(0).to_vec(),
        order.short(1).to_vec(),
        entry(0x0001, 2, 2, *b"N\0\0\0"),
        order.long(0).to_vec(),
        b"48.8566,2.3522".to_vec(),
    ]
    .concat()
}

/// A segment of a JPEG.
pub(super) fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).expect("short").to_be_bytes();
    [&[0xff, marker], &length[..], data].concat()
}

/// A JPEG with segments put in behind its beginning.
pub(super) fn with_segments(file: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    [&file[..2], &segments.concat(), &file[2..]].concat()
}

/// A JPEG that says how it is turned, and where it was taken.
pub(super) fn taken_by_telephone(picture: &DynamicImage, orientation: Orientation, order: Order) -> Vec<u8> {
    let exif = [&b"Exif\0\0"[..], &exif(orientation, order)].concat();
    with_segments(&jpeg(picture), &[segment(0xe1, &exif)])
}

pub(super) fn chunk(name: &[u8], data: &[u8]) -> Vec<u8> {
    let mut checksum = flate2::Crc::new();
    checksum.update(name);
    checksum.update(data);
    let length = u32::try_from(data.len()).expect("short").to_be_bytes();
    [&length[..], name, data, &checksum.sum().to_be_bytes()].concat()
}

/// A PNG of these chunks between header and end.
pub(super) fn png_of(width: u32, height: u32, depth: u8, colours: u8, interlaced: bool, chunks: &[Vec<u8>]) -> Vec<u8> {
    let header = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &[depth, colours, 0, 0, u8::from(interlaced)],
    ]
    .concat();
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &header),
        chunks.concat(),
        chunk(b"IEND", b""),
    ]
    .concat()
}

pub(super) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).expect("in memory");
    packed.finish().expect("in memory")
}

/// The header of a JPEG of this size, and nothing more of it: frame, and a scan without data.
pub(super) fn announced_jpeg(frame: u8, width: u16, height: u16) -> Vec<u8> {
    let [height, width] = [height.to_be_bytes(), width.to_be_bytes()];
    let frame_data = [&[8], &height[..], &width, &[3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]].concat();
    [
        vec![0xff, 0xd8],
        segment(0xdb, &[&[0][..], &[1; 64]].concat()),
        segment(frame, &frame_data),
        segment(0xda, &[3, 1, 0, 2, 0, 3, 0, 0, 0, 0]),
        vec![0xff, 0xd9],
    ]
    .concat()
}
