//! Pictures, and what cameras write into them beside.

use std::io::Cursor;

use flate2::Crc;
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use tests::Upload;

/// The colours of the corners: above left, above right, below left, below right.
const CORNERS: [[u8; 3]; 4] = [[220, 30, 30], [30, 200, 30], [30, 30, 220], [250, 250, 250]];

/// What no printed picture tells: data of EXIF, the place where it was taken, who took it.
const TOLD: [&[u8]; 5] = [b"Exif", b"eXIf", b"48.8566", b"Camille's phone", b"xmpmeta"];

pub fn upload(name: &'static str, media_type: &'static str, bytes: Vec<u8>) -> Upload {
    Upload {
        name,
        media_type,
        bytes,
    }
}

/// A picture whose four quarters tell how it was turned.
pub fn corners(width: u32, height: u32) -> DynamicImage {
    let quarter = |x, y| usize::from(x >= width / 2) + 2 * usize::from(y >= height / 2);
    RgbImage::from_fn(width, height, |x, y| Rgb(CORNERS[quarter(x, y)])).into()
}

/// A signature: a dark stroke across white paper, in its upper half.
pub fn stroke(width: u32, height: u32) -> DynamicImage {
    let is_ink = |y: u32| (height / 4..height / 4 + 5).contains(&y);
    RgbImage::from_fn(
        width,
        height,
        |_, y| if is_ink(y) { Rgb([20, 20, 90]) } else { Rgb([255; 3]) },
    )
    .into()
}

/// Points without any order, the same each time: the heaviest picture there is.
pub fn noise(width: u32, height: u32) -> DynamicImage {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [_, blue, green, red] = state.to_le_bytes();
        Rgb([red, green, blue])
    };
    RgbImage::from_fn(width, height, |_, _| next()).into()
}

pub fn jpeg(picture: &DynamicImage, quality: u8) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut file, quality);
    picture.write_with_encoder(encoder).expect("written");
    file
}

pub fn png(picture: &DynamicImage) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, ImageFormat::Png).expect("written");
    file.into_inner()
}

/// A photo as a telephone writes it: stored as the sensor lies, with how it is to be turned (1 to 8), and where and with
/// what it was taken.
pub fn taken_by_telephone(shown: &DynamicImage, turned: u8) -> Upload {
    let exif = [&b"Exif\0\0"[..], &exif(turned)].concat();
    let bytes = jpeg(&stored(shown, turned), 95);
    let xmp = segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>48.8566</x:xmpmeta>");
    let bytes = [&bytes[..2], &segment(0xe1, &exif), &xmp, &bytes[2..]].concat();
    upload("IMG_0042.jpg", "image/jpeg", bytes)
}

/// The same as a PNG, as image programs save it.
pub fn saved_as_png(shown: &DynamicImage, turned: u8) -> Upload {
    const HEADER: usize = 8 + 25;
    let bytes = png(&stored(shown, turned));
    let text = chunk(b"tEXt", b"Author\0Camille's phone");
    let (header, rest) = bytes.split_at(HEADER);
    let bytes = [header, &chunk(b"eXIf", &exif(turned)), &text, rest].concat();
    upload("IMG_0042.png", "image/png", bytes)
}

/// The picture as it is stored that is turned so when it is shown.
fn stored(shown: &DynamicImage, turned: u8) -> DynamicImage {
    let undone = match Orientation::from_exif(turned).expect("1 to 8") {
        Orientation::Rotate90 => Orientation::Rotate270,
        Orientation::Rotate270 => Orientation::Rotate90,
        itself => itself,
    };
    let mut stored = shown.clone();
    stored.apply_orientation(undone);
    stored
}

/// EXIF data: how it is turned, what took it, and where (a directory of GPS with a latitude's reference).
fn exif(turned: u8) -> Vec<u8> {
    const AFTER_DIRECTORY: u32 = 8 + 2 + 3 * 12 + 4;
    const AFTER_GPS: u32 = AFTER_DIRECTORY + 2 + 12 + 4;
    let maker = b"Camille's phone\0";
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [
            &tag.to_be_bytes()[..],
            &kind.to_be_bytes(),
            &count.to_be_bytes(),
            &value,
        ]
        .concat()
    };
    let length = u32::try_from(maker.len()).expect("short");
    [
        b"MM\0*\0\0\0\x08\0\x03".to_vec(),
        entry(0x0110, 2, length, AFTER_GPS.to_be_bytes()),
        entry(0x0112, 3, 1, [0, turned, 0, 0]),
        entry(0x8825, 4, 1, AFTER_DIRECTORY.to_be_bytes()),
        vec![0; 4],
        b"\0\x01".to_vec(),
        entry(0x0001, 2, 2, *b"N\0\0\0"),
        vec![0; 4],
        maker.to_vec(),
        b"48.8566,2.3522".to_vec(),
    ]
    .concat()
}

/// A segment of a JPEG.
pub fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).expect("short").to_be_bytes();
    [&[0xff, marker], &length[..], data].concat()
}

/// A chunk of a PNG.
pub fn chunk(name: &[u8], data: &[u8]) -> Vec<u8> {
    let mut checksum = Crc::new();
    checksum.update(name);
    checksum.update(data);
    let length = u32::try_from(data.len()).expect("short").to_be_bytes();
    [&length[..], name, data, &checksum.sum().to_be_bytes()].concat()
}

/// What a picture that was served shows. It tells nothing beside.
#[track_caller]
pub fn shown(bytes: &[u8]) -> RgbImage {
    for told in TOLD {
        let is_told = bytes.windows(told.len()).any(|window| window == told);
        assert!(!is_told, "tells {}", told.escape_ascii());
    }
    image::load_from_memory(bytes).expect("a picture").to_rgb8()
}

/// Whether a picture shows [`corners`] as they were drawn.
#[track_caller]
pub fn assert_upright(shown: &RgbImage) {
    let (right, below) = (shown.width() - 1, shown.height() - 1);
    for ((x, y), corner) in [(0, 0), (right, 0), (0, below), (right, below)]
        .into_iter()
        .zip(CORNERS)
    {
        assert_colour(shown, (x, y), corner);
    }
}

#[track_caller]
pub fn assert_colour(shown: &RgbImage, (x, y): (u32, u32), expected: [u8; 3]) {
    let found = shown.get_pixel(x, y).0;
    let mut parts = found.iter().zip(expected);
    let is_close = parts.all(|(found, expected)| found.abs_diff(expected) < 30);
    assert!(is_close, "{found:?} at {x}, {y} is {expected:?}");
}
