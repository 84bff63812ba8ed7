//! What a file is by its content, and whether its end is there. Reads structure only: nothing is decoded. A file is
//! looked at piece by piece as it arrives, so that none is ever held whole.

use super::documents::MediaType;

mod foreign;
mod jpeg;
mod pdf;
mod png;

pub use foreign::ForeignFormat;

/// How much of a file is looked at to tell what it is, in bytes: as far as readers look for the header of a PDF.
const BEGINNING: usize = pdf::HEADER_WITHIN;

/// A file being looked at.
#[derive(Debug, Default)]
pub struct Inspection {
    size: u64,
    structure: Structure,
}

#[derive(Debug)]
enum Structure {
    /// Too few bytes so far to tell what it is, or a short file.
    Beginning(Vec<u8>),
    Pdf(pdf::Walk),
    Png(png::Walk),
    Jpeg(jpeg::Walk),
    Unknown(Option<ForeignFormat>),
}

impl Default for Structure {
    fn default() -> Self {
        Self::Beginning(Vec::new())
    }
}

impl Inspection {
    /// Of a file that is there whole.
    pub fn of(content: &[u8]) -> Self {
        let mut inspection = Self::default();
        inspection.read(content);
        inspection
    }

    /// Looks at the next piece.
    pub fn read(&mut self, piece: &[u8]) {
        self.size += piece.len() as u64;
        let Structure::Beginning(beginning) = &mut self.structure else {
            return self.structure.walk(piece);
        };
        let (missing, rest) = piece.split_at(piece.len().min(BEGINNING - beginning.len()));
        beginning.extend_from_slice(missing);
        if beginning.len() == BEGINNING {
            self.structure = Structure::of(beginning);
            self.structure.walk(rest);
        }
    }

    /// Its bytes so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// What it began as.
    pub fn media_type(&self) -> Option<MediaType> {
        match &self.structure {
            Structure::Beginning(beginning) => recognise(beginning),
            Structure::Pdf(_) => Some(MediaType::Pdf),
            Structure::Png(_) => Some(MediaType::Png),
            Structure::Jpeg(_) => Some(MediaType::Jpeg),
            Structure::Unknown(_) => None,
        }
    }

    /// What it is instead, where it is none of the types that are taken, and is well known.
    pub fn foreign_format(&self) -> Option<ForeignFormat> {
        match &self.structure {
            Structure::Beginning(beginning) if recognise(beginning).is_none() => foreign::recognise(beginning),
            Structure::Unknown(format) => *format,
            _ => None,
        }
    }

    /// Whether it also ended as that. What follows the end is no matter: phones append to it.
    pub fn is_whole(&self) -> bool {
        match &self.structure {
            Structure::Beginning(beginning) => Structure::of(beginning).is_whole(),
            walked => walked.is_whole(),
        }
    }
}

impl Structure {
    /// Of the beginning of a file, which may be the whole of it.
    fn of(beginning: &[u8]) -> Self {
        let mut structure = match recognise(beginning) {
            Some(MediaType::Pdf) => Self::Pdf(pdf::Walk::default()),
            Some(MediaType::Png) => Self::Png(png::Walk::default()),
            Some(MediaType::Jpeg) => Self::Jpeg(jpeg::Walk::default()),
            None => Self::Unknown(foreign::recognise(beginning)),
        };
        structure.walk(beginning);
        structure
    }

    fn is_whole(&self) -> bool {
        match self {
            Self::Pdf(walk) => walk.has_trailer(),
            Self::Png(walk) => walk.reached_end(),
            Self::Jpeg(walk) => walk.reached_end(),
            Self::Beginning(_) | Self::Unknown(_) => false,
        }
    }

    fn walk(&mut self, piece: &[u8]) {
        match self {
            Self::Pdf(walk) => walk.read(piece),
            Self::Png(walk) => walk.read(piece),
            Self::Jpeg(walk) => walk.read(piece),
            Self::Beginning(_) | Self::Unknown(_) => {}
        }
    }
}

/// What a file begins as. A PDF may have something before its header, unless that makes it something else.
fn recognise(beginning: &[u8]) -> Option<MediaType> {
    if beginning.starts_with(png::SIGNATURE) {
        Some(MediaType::Png)
    } else if beginning.starts_with(jpeg::START) {
        Some(MediaType::Jpeg)
    } else if pdf::has_header(beginning) && foreign::recognise(beginning).is_none() {
        Some(MediaType::Pdf)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn png(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut file = png::SIGNATURE.to_vec();
        for (name, data) in chunks {
            file.extend(u32::try_from(data.len()).expect("short").to_be_bytes());
            file.extend(*name);
            file.extend(*data);
            file.extend([0; 4]);
        }
        file
    }

    fn whole_png() -> Vec<u8> {
        png(&[(b"IHDR", &[0; 13]), (b"IDAT", b"IEND"), (b"IEND", b"")])
    }

    fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len() + 2).expect("short").to_be_bytes();
        [&[0xff, marker], &length[..], data].concat()
    }

    /// A JPEG with a thumbnail that has an end marker of its own, a restart marker and a stuffed zero in its scan.
    fn jpeg() -> Vec<u8> {
        [
            vec![0xff, 0xd8],
            segment(0xe1, b"Exif\0\0\xff\xd8 thumbnail \xff\xd9"),
            segment(0xc0, &[0; 15]),
            segment(0xda, &[0; 10]),
            b"data\xff\x00data\xff\xd0data\xff\xff\xd9".to_vec(),
        ]
        .concat()
    }

    fn is_whole(content: &[u8]) -> bool {
        Inspection::of(content).is_whole()
    }

    #[rstest]
    #[case(b"%PDF-1.7", Some(MediaType::Pdf))]
    #[case(b"%PDF-", Some(MediaType::Pdf))]
    #[case(b"\x89PNG\r\n\x1a\nrest", Some(MediaType::Png))]
    #[case(b"\xff\xd8\xff\xe0", Some(MediaType::Jpeg))]
    #[case(b" %PDF-1.7", Some(MediaType::Pdf))]
    #[case(b"%PDF", None)]
    #[case(b"<html>%PDF-1.7", None)]
    #[case(b"GIF89a", None)]
    #[case(b"PK\x03\x04", None)]
    #[case(b"", None)]
    fn files_are_recognised_by_their_first_bytes(#[case] content: &[u8], #[case] expected: Option<MediaType>) {
        assert_eq!(Inspection::of(content).media_type(), expected);
    }

    #[rstest]
    #[case::line_feeds(b"\r\n\r\n", Some(MediaType::Pdf))]
    #[case::byte_order_mark(b"\xef\xbb\xbf", Some(MediaType::Pdf))]
    #[case::spaces(b"  \t ", Some(MediaType::Pdf))]
    #[case::nulls(b"\0\0\0\0", Some(MediaType::Pdf))]
    #[case::printer_commands(b"\x1b%-12345X@PJL ENTER LANGUAGE = PDF\r\n", Some(MediaType::Pdf))]
    #[case::mail_header(b"Content-Type: application/pdf\r\n\r\n", Some(MediaType::Pdf))]
    #[case::page(b"<html>", None)]
    #[case::page_behind_a_mark(b"\xef\xbb\xbf\n<script>alert(1)</script>", None)]
    #[case::packed(b"PK\x03\x04", None)]
    #[case::picture(b"GIF89a", None)]
    fn a_pdf_may_have_something_before_its_header(#[case] before: &[u8], #[case] expected: Option<MediaType>) {
        let file = [before, b"%PDF-1.7 ... %%EOF"].concat();
        let inspection = Inspection::of(&file);
        assert_eq!(inspection.media_type(), expected);
        assert_eq!(inspection.is_whole(), expected.is_some());
    }

    #[rstest]
    #[case(0, Some(MediaType::Pdf))]
    #[case(1019, Some(MediaType::Pdf))]
    #[case(1020, None)]
    fn the_header_of_a_pdf_is_within_1024_bytes(#[case] before: usize, #[case] expected: Option<MediaType>) {
        let file = [&vec![b' '; before], &b"%PDF-1.7 ... %%EOF"[..]].concat();
        assert_eq!(Inspection::of(&file).media_type(), expected);
    }

    #[rstest]
    #[case::short(b"GIF89a".to_vec(), Some(ForeignFormat::Gif))]
    #[case::long([&b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"[..], &[0; 5000]].concat(), Some(ForeignFormat::Heic))]
    #[case::not_well_known(vec![7; 5000], None)]
    #[case::taken(whole_png(), None)]
    #[case::too_short(b"%PD".to_vec(), None)]
    fn what_is_not_taken_is_named_where_it_is_known(#[case] file: Vec<u8>, #[case] expected: Option<ForeignFormat>) {
        assert_eq!(Inspection::of(&file).foreign_format(), expected);
    }

    #[test]
    fn a_pdf_has_its_trailer_near_the_end() {
        let with = |after: usize| [&b"%PDF-1.7 ... %%EOF"[..], &vec![b' '; after]].concat();
        assert!(is_whole(&with(0)));
        assert!(is_whole(&with(1019)));
        assert!(!is_whole(&with(1020)));
        assert!(!is_whole(b"%PDF-1.7 ... %%EO"));
    }

    #[test]
    fn a_png_has_its_last_chunk() {
        let whole = whole_png();
        assert!(is_whole(&whole));
        assert!(is_whole(&[&whole[..], b"appended"].concat()));
        for end in 0..whole.len() {
            assert!(!is_whole(&whole[..end]), "whole after {end} bytes?");
        }
        assert!(!is_whole(&png(&[(b"IEND", b"")])), "no header");
    }

    #[test]
    fn a_jpeg_has_its_end_marker() {
        let whole = jpeg();
        assert!(is_whole(&whole));
        assert!(is_whole(&[&whole[..], b"appended"].concat()));
        for end in 0..whole.len() {
            assert!(!is_whole(&whole[..end]), "whole after {end} bytes?");
        }
    }

    #[rstest]
    #[case::pdf([b"%PDF-1.7 ... %%EOF".to_vec(), vec![b' '; 1500]].concat())]
    #[case::pdf_with_its_trailer_far_from_its_beginning([b"%PDF-1.7".to_vec(), vec![b'x'; 3000], b"%%EOF\n".to_vec()].concat())]
    #[case::pdf_behind_other_bytes([vec![b'\n'; 1000], b"%PDF-1.7".to_vec(), vec![b'x'; 3000], b"%%EOF\n".to_vec()].concat())]
    #[case::png(whole_png())]
    #[case::jpeg(jpeg())]
    #[case::heic([&b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"[..], &[0; 5000]].concat())]
    fn pieces_tell_what_the_whole_does(#[case] file: Vec<u8>) {
        for length in [1, 2, 3, 5, 7, 8, 9, 64, 1000] {
            let mut inspection = Inspection::default();
            for piece in file.chunks(length) {
                inspection.read(piece);
            }
            let whole = Inspection::of(&file);
            assert_eq!(inspection.size(), whole.size());
            assert_eq!(inspection.media_type(), whole.media_type());
            assert_eq!(inspection.foreign_format(), whole.foreign_format());
            assert_eq!(inspection.is_whole(), whole.is_whole(), "in pieces of {length}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_stumble(content in prop::collection::vec(any::<u8>(), 0..200), cut in 0_usize..200) {
            for start in [pdf::HEADER, png::SIGNATURE, jpeg::START, b""] {
                let file = [start, &content].concat();
                let (first, second) = file.split_at(cut.min(file.len()));
                let mut inspection = Inspection::default();
                inspection.read(first);
                inspection.read(second);
                let whole = Inspection::of(&file);
                prop_assert_eq!(inspection.media_type(), whole.media_type());
                prop_assert_eq!(inspection.is_whole(), whole.is_whole());
            }
        }
    }
}
