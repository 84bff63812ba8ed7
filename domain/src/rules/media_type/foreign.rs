//! Files that are not taken, but well known: recognised only to be named to whoever sent one, with the way out.

use crate::words;

words! {
    /// A format in which people send photos and papers, and which is not taken.
    pub enum ForeignFormat {
        /// HEIC or HEIF: what an iPhone's camera writes.
        Heic => "heic",
        /// AVIF.
        Avif => "avif",
        /// WebP: what browsers save.
        Webp => "webp",
        /// GIF.
        Gif => "gif",
        /// TIFF, and the raw formats of cameras that are built on it.
        Tiff => "tiff",
        /// BMP.
        Bmp => "bmp",
        /// JPEG XL.
        JpegXl => "jpeg_xl",
        /// JPEG 2000.
        Jpeg2000 => "jpeg_2000",
        /// A video: MP4, or the moving part of an iPhone's photo.
        Video => "video",
        /// A text of Word or another word processor, or a table: DOCX, DOC, ODT, RTF.
        OfficeDocument => "office_document",
        /// Files packed into one: ZIP.
        Archive => "archive",
        /// A web page.
        WebPage => "web_page",
    }
}

/// What lies at a place of a file, counted in bytes from its beginning.
type Mark = (usize, &'static [u8]);

/// Formats by what lies where [ISO/IEC 23008-12, 23000-22, 14496-12; RFC 9649; TIFF 6.0; the formats' own registrations].
/// The first row that fits counts: a container's brand comes before the container.
const MARKS: &[(ForeignFormat, &[Mark])] = &[
    (ForeignFormat::Heic, &[(4, b"ftyp"), (8, b"hei")]),
    (ForeignFormat::Heic, &[(4, b"ftyp"), (8, b"hev")]),
    (ForeignFormat::Avif, &[(4, b"ftyp"), (8, b"avi")]),
    (ForeignFormat::Webp, &[(0, b"RIFF"), (8, b"WEBP")]),
    (ForeignFormat::Gif, &[(0, b"GIF8")]),
    (ForeignFormat::Tiff, &[(0, b"II*\0")]),
    (ForeignFormat::Tiff, &[(0, b"MM\0*")]),
    (ForeignFormat::Tiff, &[(0, b"II+\0")]),
    (ForeignFormat::Tiff, &[(0, b"MM\0+")]),
    (ForeignFormat::Bmp, &[(0, b"BM"), (6, b"\0\0\0\0")]),
    (ForeignFormat::JpegXl, &[(0, b"\xff\x0a")]),
    (ForeignFormat::JpegXl, &[(4, b"JXL \r\n\x87\n")]),
    (ForeignFormat::Jpeg2000, &[(4, b"jP  \r\n\x87\n")]),
    (ForeignFormat::Jpeg2000, &[(0, b"\xff\x4f\xff\x51")]),
    (
        ForeignFormat::OfficeDocument,
        &[(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")],
    ),
    (ForeignFormat::OfficeDocument, &[(0, b"{\\rtf")]),
    (
        ForeignFormat::OfficeDocument,
        &[(0, b"PK\x03\x04"), (30, b"mimetypeapplication/vnd.oasis")],
    ),
];

/// What the first files packed into an office document are called.
const OFFICE_PARTS: &[&[u8]] = &[
    b"[Content_Types].xml",
    b"_rels/.rels",
    b"word/",
    b"xl/",
    b"ppt/",
    b"docProps/",
];

/// Brands among which a file that is readable in several ways names the one of a still picture.
const STILL_BRANDS: &[(&[u8], ForeignFormat)] = &[
    (b"heic", ForeignFormat::Heic),
    (b"heix", ForeignFormat::Heic),
    (b"avif", ForeignFormat::Avif),
    (b"mif1", ForeignFormat::Heic),
    (b"msf1", ForeignFormat::Heic),
];

const ZIP: &[u8] = b"PK\x03\x04";
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The format that a file begins as, if it is one of those that people send.
pub(super) fn recognise(beginning: &[u8]) -> Option<ForeignFormat> {
    let marked = MARKS
        .iter()
        .find(|(_, marks)| marks.iter().all(|mark| bears(beginning, *mark)));
    marked
        .map(|(format, _)| *format)
        .or_else(|| branded(beginning))
        .or_else(|| packed(beginning))
        .or_else(|| is_markup(beginning).then_some(ForeignFormat::WebPage))
}

fn bears(beginning: &[u8], (place, mark): Mark) -> bool {
    beginning.get(place..).is_some_and(|from| from.starts_with(mark))
}

/// A file of the ISO base media format: its first box lists brands of four letters, the main one first. A still picture
/// or a video.
fn branded(beginning: &[u8]) -> Option<ForeignFormat> {
    if !bears(beginning, (4, b"ftyp")) {
        return None;
    }
    let (length, _) = beginning.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let brands = beginning.get(8..length.min(beginning.len())).unwrap_or_default();
    let still = STILL_BRANDS
        .iter()
        .find(|(brand, _)| brands.chunks_exact(4).any(|named| named == *brand));
    Some(still.map_or(ForeignFormat::Video, |(_, format)| *format))
}

fn packed(beginning: &[u8]) -> Option<ForeignFormat> {
    let has = |part: &&[u8]| beginning.windows(part.len()).any(|window| window == *part);
    beginning.starts_with(ZIP).then(|| {
        if OFFICE_PARTS.iter().any(has) {
            ForeignFormat::OfficeDocument
        } else {
            ForeignFormat::Archive
        }
    })
}

/// Whether a file begins as HTML, SVG or XML do, which browsers would run: with `<`, after a byte order mark and spaces.
fn is_markup(beginning: &[u8]) -> bool {
    let text = beginning.strip_prefix(BYTE_ORDER_MARK).unwrap_or(beginning);
    text.trim_ascii_start().starts_with(b"<")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::ForeignFormat::{
        Archive, Avif, Bmp, Gif, Heic, Jpeg2000, JpegXl, OfficeDocument, Tiff, Video, WebPage, Webp,
    };
    use super::*;

    #[rstest]
    #[case::iphone(b"\0\0\0\x28ftypheic\0\0\0\0mif1MiHBMiHEMiPrmiafheic", Heic)]
    #[case::burst(b"\0\0\0\x18ftyphevc\0\0\0\0msf1hevc", Heic)]
    #[case::named_by_the_second_brand(b"\0\0\0\x1cftypmif1\0\0\0\0mif1heicmiaf", Heic)]
    #[case::avif_behind_a_general_brand(b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", Avif)]
    #[case::avif(b"\0\0\0\x20ftypavif\0\0\0\0avifmif1", Avif)]
    #[case::live_photo(b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", Video)]
    #[case::film(b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41", Video)]
    #[case::webp(b"RIFF\x24\0\0\0WEBPVP8 ", Webp)]
    #[case::gif(b"GIF89a\x01\0", Gif)]
    #[case::scan(b"II*\0\x08\0\0\0", Tiff)]
    #[case::old_scan(b"MM\0*\0\0\0\x08", Tiff)]
    #[case::paint(b"BM\x36\x10\x0e\0\0\0\0\0\x36\0\0\0", Bmp)]
    #[case::jpeg_xl(b"\xff\x0a\xfa\x1f", JpegXl)]
    #[case::jpeg_xl_boxed(b"\0\0\0\x0cJXL \r\n\x87\n", JpegXl)]
    #[case::jpeg_2000(b"\0\0\0\x0cjP  \r\n\x87\n", Jpeg2000)]
    #[case::docx(
        b"PK\x03\x04\x14\0\x06\0\x08\0\0\0\x21\0AAAABBBBCCCC\x13\0\0\0[Content_Types].xml",
        OfficeDocument
    )]
    #[case::doc(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", OfficeDocument)]
    #[case::odt(
        b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0AAAABBBBCCCC\x08\0\0\0mimetypeapplication/vnd.oasis.opendocument.text",
        OfficeDocument
    )]
    #[case::rtf(b"{\\rtf1\\ansi", OfficeDocument)]
    #[case::zip(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0AAAABBBBCCCC\x09\0\0\0photo.jpg", Archive)]
    #[case::page(b"\xef\xbb\xbf\r\n <!DOCTYPE html>", WebPage)]
    #[case::drawing(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", WebPage)]
    fn well_known_formats_are_named(#[case] beginning: &[u8], #[case] expected: ForeignFormat) {
        assert_eq!(recognise(beginning), Some(expected));
    }

    #[rstest]
    #[case(b"")]
    #[case(b"\0\0\0\x08ftyp")]
    #[case(b"hello, this is my photo")]
    #[case(b"\r\n%PDF-1.4")]
    #[case(b"BMW, 3 series")]
    fn others_are_not(#[case] beginning: &[u8]) {
        let format = recognise(beginning);
        assert!(matches!(format, None | Some(Video)), "{format:?}");
    }
}
