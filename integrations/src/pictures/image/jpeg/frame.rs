//! How a JPEG is laid out, which decides what decoding it holds in memory, and where its data end.

const START_OF_SCAN: u8 = 0xda;
const END_OF_IMAGE: u8 = 0xd9;

/// Whether a JPEG is decoded line by line: its first frame is a sequential one, and its first scan brings every
/// component. Otherwise all coefficients are held until the last scan. A header that cannot be followed counts as that.
pub(super) fn is_decoded_line_by_line(file: &[u8]) -> bool {
    let mut components = None;
    for (marker, segment) in Segments::of(file) {
        match marker {
            0xc0 | 0xc1 if components.is_none() => components = segment.get(5).copied(),
            // Tables and conditioning share the range of the frames.
            0xc4 | 0xcc => {}
            0xc0..=0xcf => return false,
            START_OF_SCAN => return components.is_some() && segment.first().copied() == components,
            _ => {}
        }
    }
    false
}

/// Where the end marker of the picture stands. What telephones append after it is another picture, or none.
pub(super) fn end_of_image(file: &[u8]) -> Option<usize> {
    let mut place = 2;
    loop {
        place += memchr::memchr(0xff, file.get(place..)?)?;
        place += file[place..].iter().take_while(|byte| **byte == 0xff).count();
        match file.get(place)? {
            &END_OF_IMAGE => return Some(place - 1),
            // A stuffed zero, or markers without a segment: restarts and TEM.
            0x00 | 0x01 | 0xd0..=0xd8 => place += 1,
            _ => {
                let (length, _) = file.get(place + 1..)?.split_first_chunk::<2>()?;
                place += 1 + usize::from(u16::from_be_bytes(*length));
            }
        }
    }
}

/// The segments of a header, by their marker, up to and with the start of the first scan.
struct Segments<'a> {
    rest: &'a [u8],
}

impl<'a> Segments<'a> {
    fn of(file: &'a [u8]) -> Self {
        Self {
            rest: file.get(2..).unwrap_or_default(),
        }
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (0xff, after) = self.rest.split_first().map(|(first, after)| (*first, after))? else {
            return None;
        };
        let filling = after.iter().take_while(|byte| **byte == 0xff).count();
        let (marker, after) = after[filling..].split_first()?;
        let (length, after) = after.split_first_chunk::<2>()?;
        let length = usize::from(u16::from_be_bytes(*length)).checked_sub(2)?;
        let (segment, rest) = after.split_at_checked(length)?;
        self.rest = if *marker == START_OF_SCAN { &[] } else { rest };
        Some((*marker, segment))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len() + 2).expect("short").to_be_bytes();
        [&[0xff, marker], &length[..], data].concat()
    }

    const FRAME: &[u8] = &[8, 0, 1, 0, 1, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0];
    const WHOLE_SCAN: &[u8] = &[3, 1, 0, 2, 0, 3, 0, 0, 63, 0];
    const PART_SCAN: &[u8] = &[1, 1, 0, 0, 63, 0];

    #[test]
    fn the_end_is_that_of_the_picture_and_not_of_its_thumbnail() {
        let thumbnail = segment(0xe1, b"Exif\0\0\xff\xd8 thumbnail \xff\xd9");
        let before = [
            &[0xff, 0xd8],
            &thumbnail[..],
            &segment(0xda, PART_SCAN),
            b"data\xff\0\xff\xd0data\xff",
        ]
        .concat();
        let file = [&before[..], b"\xff\xd9 another \xff\xd9"].concat();
        assert_eq!(end_of_image(&file), Some(before.len()));
        assert_eq!(end_of_image(&before), None);
    }

    #[rstest]
    #[case::telephones(&[segment(0xe1, b"Exif"), segment(0xc0, FRAME), segment(0xc4, &[0]), segment(0xda, WHOLE_SCAN)], true)]
    #[case::filled(&[vec![0xff], segment(0xc0, FRAME), segment(0xda, WHOLE_SCAN)], true)]
    #[case::progressive(&[segment(0xc2, FRAME), segment(0xda, WHOLE_SCAN)], false)]
    #[case::one_component_after_the_other(&[segment(0xc0, FRAME), segment(0xda, PART_SCAN)], false)]
    #[case::two_frames(&[segment(0xc0, FRAME), segment(0xc0, FRAME), segment(0xda, WHOLE_SCAN)], false)]
    #[case::no_frame(&[segment(0xda, WHOLE_SCAN)], false)]
    #[case::garbage_between(&[segment(0xc0, FRAME), vec![7], segment(0xda, WHOLE_SCAN)], false)]
    #[case::nothing(&[], false)]
    fn the_layout_tells_what_decoding_holds(#[case] segments: &[Vec<u8>], #[case] expected: bool) {
        let file = [vec![0xff, 0xd8], segments.concat()].concat();
        assert_eq!(is_decoded_line_by_line(&file), expected);
    }
}
