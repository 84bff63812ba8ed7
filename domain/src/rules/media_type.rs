//! What a file is by its content, and whether its end is there. Reads structure only: nothing is decoded.

use super::documents::MediaType;

const PDF_HEADER: &[u8] = b"%PDF-";
const PDF_TRAILER: &[u8] = b"%%EOF";
/// Readers look for the trailer in the last 1,024 bytes (PDF reference, implementation note 18).
const PDF_TRAILER_WITHIN: usize = 1024;

const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

const JPEG_START: &[u8] = b"\xff\xd8\xff";
const JPEG_END: u8 = 0xd9;

/// What a file begins as.
pub fn recognise(content: &[u8]) -> Option<MediaType> {
    let beginnings = [
        (PDF_HEADER, MediaType::Pdf),
        (PNG_SIGNATURE, MediaType::Png),
        (JPEG_START, MediaType::Jpeg),
    ];
    beginnings
        .into_iter()
        .find_map(|(beginning, media_type)| content.starts_with(beginning).then_some(media_type))
}

/// Whether a file that begins as this type also ends as one. What follows the end is no matter: phones append to it.
pub fn is_whole(media_type: MediaType, content: &[u8]) -> bool {
    match media_type {
        MediaType::Pdf => has_pdf_trailer(content),
        MediaType::Png => reaches_png_end(content).unwrap_or_default(),
        MediaType::Jpeg => reaches_jpeg_end(content).unwrap_or_default(),
    }
}

fn has_pdf_trailer(content: &[u8]) -> bool {
    let tail = &content[content.len().saturating_sub(PDF_TRAILER_WITHIN)..];
    tail.windows(PDF_TRAILER.len()).any(|window| window == PDF_TRAILER)
}

/// Walks the chunks (length, name, data, checksum) from IHDR to IEND. `None` where one reaches beyond the file.
fn reaches_png_end(content: &[u8]) -> Option<bool> {
    let mut rest = content.strip_prefix(PNG_SIGNATURE)?;
    let mut is_first = true;
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (name, after) = after.split_first_chunk::<4>()?;
        if is_first && name != b"IHDR" {
            return Some(false);
        }
        let data_and_checksum = usize::try_from(u32::from_be_bytes(*length)).ok()?.checked_add(4)?;
        rest = after.get(data_and_checksum..)?;
        if name == b"IEND" {
            return Some(true);
        }
        is_first = false;
    }
}

/// Walks the segments to the end marker. Segments before a scan have a length; the compressed data after it is searched
/// for the next marker. A thumbnail's own end marker lies within a segment, so it does not deceive.
fn reaches_jpeg_end(content: &[u8]) -> Option<bool> {
    let mut rest = content.get(2..)?;
    loop {
        let (marker, after) = next_marker(rest)?;
        match marker {
            JPEG_END => return Some(true),
            // Markers without a segment: restarts and TEM.
            0x01 | 0xd0..=0xd8 => rest = after,
            _ => {
                let length = usize::from(u16::from_be_bytes(*after.first_chunk()?));
                rest = after.get(length.max(2)..)?;
            }
        }
    }
}

/// The next marker (0xff and neither a stuffed zero nor filling) and what follows it.
fn next_marker(content: &[u8]) -> Option<(u8, &[u8])> {
    let at = content
        .windows(2)
        .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xff))?;
    Some((content[at + 1], &content[at + 2..]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn png(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut file = PNG_SIGNATURE.to_vec();
        for (name, data) in chunks {
            file.extend(u32::try_from(data.len()).expect("short").to_be_bytes());
            file.extend(*name);
            file.extend(*data);
            file.extend([0; 4]);
        }
        file
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

    #[rstest]
    #[case(b"%PDF-1.7", Some(MediaType::Pdf))]
    #[case(b"\x89PNG\r\n\x1a\nrest", Some(MediaType::Png))]
    #[case(b"\xff\xd8\xff\xe0", Some(MediaType::Jpeg))]
    #[case(b" %PDF-1.7", None)]
    #[case(b"%PDF", None)]
    #[case(b"<html>%PDF-1.7", None)]
    #[case(b"GIF89a", None)]
    #[case(b"PK\x03\x04", None)]
    #[case(b"", None)]
    fn files_are_recognised_by_their_first_bytes(#[case] content: &[u8], #[case] expected: Option<MediaType>) {
        assert_eq!(recognise(content), expected);
    }

    #[test]
    fn a_pdf_has_its_trailer_near_the_end() {
        let with = |after: usize| [&b"%PDF-1.7 ... %%EOF"[..], &vec![b' '; after]].concat();
        assert!(is_whole(MediaType::Pdf, &with(0)));
        assert!(is_whole(MediaType::Pdf, &with(1019)));
        assert!(!is_whole(MediaType::Pdf, &with(1020)));
        assert!(!is_whole(MediaType::Pdf, b"%PDF-1.7 ... %%EO"));
    }

    #[test]
    fn a_png_has_its_last_chunk() {
        let whole = png(&[(b"IHDR", &[0; 13]), (b"IDAT", b"IEND"), (b"IEND", b"")]);
        assert!(is_whole(MediaType::Png, &whole));
        assert!(is_whole(MediaType::Png, &[&whole[..], b"appended"].concat()));
        for end in 0..whole.len() {
            assert!(!is_whole(MediaType::Png, &whole[..end]), "whole after {end} bytes?");
        }
        assert!(!is_whole(MediaType::Png, &png(&[(b"IEND", b"")])), "no header");
    }

    #[test]
    fn a_jpeg_has_its_end_marker() {
        let whole = jpeg();
        assert!(is_whole(MediaType::Jpeg, &whole));
        assert!(is_whole(MediaType::Jpeg, &[&whole[..], b"appended"].concat()));
        for end in 0..whole.len() {
            assert!(!is_whole(MediaType::Jpeg, &whole[..end]), "whole after {end} bytes?");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_stumble(content in prop::collection::vec(any::<u8>(), 0..200)) {
            for (start, media_type) in
                [(PDF_HEADER, MediaType::Pdf), (PNG_SIGNATURE, MediaType::Png), (JPEG_START, MediaType::Jpeg)]
            {
                is_whole(media_type, &[start, &content].concat());
                is_whole(media_type, &content);
            }
        }
    }
}
