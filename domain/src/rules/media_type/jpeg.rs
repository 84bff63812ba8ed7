//! JPEG: segments, then compressed data, up to an end marker.

pub(super) const START: &[u8] = b"\xff\xd8\xff";
const START_OF_IMAGE: u64 = 2;
const END: u8 = 0xd9;

/// Walks the segments to the end marker. Segments before a scan have a length; the compressed data after it is searched
/// for the next marker. A thumbnail's own end marker lies within a segment, so it does not deceive.
#[derive(Debug)]
pub(super) struct Walk {
    within: Within,
}

#[derive(Debug, Clone, Copy)]
enum Within {
    /// Between segments: the next marker is 0xff and neither a stuffed zero nor filling.
    Data { after_ff: bool },
    /// A segment's length, of which the first byte may have come.
    Length(Option<u8>),
    /// So many bytes of what has a known length.
    Segment(u64),
    /// Beyond the end marker.
    Nothing,
}

impl Default for Walk {
    fn default() -> Self {
        Self {
            within: Within::Segment(START_OF_IMAGE),
        }
    }
}

impl Walk {
    pub(super) fn read(&mut self, mut piece: &[u8]) {
        while let Some((first, after)) = piece.split_first() {
            (self.within, piece) = match self.within {
                Within::Nothing => return,
                Within::Data { after_ff: true } => (after_marker(*first), after),
                Within::Data { after_ff: false } => match piece.iter().position(|byte| *byte == 0xff) {
                    Some(at) => (Within::Data { after_ff: true }, &piece[at + 1..]),
                    None => return,
                },
                Within::Length(None) => (Within::Length(Some(*first)), after),
                Within::Length(Some(high)) => (segment(u16::from_be_bytes([high, *first])), after),
                Within::Segment(left) => {
                    let here = usize::try_from(left).unwrap_or(usize::MAX).min(piece.len());
                    (segment_left(left - here as u64), &piece[here..])
                }
            };
        }
    }

    pub(super) fn reached_end(&self) -> bool {
        matches!(self.within, Within::Nothing)
    }
}

fn after_marker(byte: u8) -> Within {
    match byte {
        0xff => Within::Data { after_ff: true },
        END => Within::Nothing,
        // A stuffed zero, or markers without a segment: restarts and TEM.
        0x00 | 0x01 | 0xd0..=0xd8 => Within::Data { after_ff: false },
        _ => Within::Length(None),
    }
}

/// A segment's length counts the two bytes that it is written in.
fn segment(length: u16) -> Within {
    segment_left(u64::from(length).saturating_sub(2))
}

fn segment_left(left: u64) -> Within {
    match left {
        0 => Within::Data { after_ff: false },
        left => Within::Segment(left),
    }
}
