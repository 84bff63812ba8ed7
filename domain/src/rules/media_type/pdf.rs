//! PDF: a header near the beginning, and a trailer near the end. What stands before the header (line feeds, a byte order
//! mark, a printer's commands) is no matter, and is kept: readers pass over it.

pub(super) const HEADER: &[u8] = b"%PDF-";
/// Readers look for the header in the first 1,024 bytes (PDF reference, implementation note 13).
pub(super) const HEADER_WITHIN: usize = 1024;
const TRAILER: &[u8] = b"%%EOF";
/// Readers look for the trailer in the last 1,024 bytes (PDF reference, implementation note 18).
const TRAILER_WITHIN: usize = 1024;

/// Whether a header is there, in the first bytes of a file.
pub(super) fn has_header(beginning: &[u8]) -> bool {
    beginning.windows(HEADER.len()).any(|window| window == HEADER)
}

/// Keeps the last bytes that have gone by.
#[derive(Debug, Default)]
pub(super) struct Walk {
    tail: Vec<u8>,
}

impl Walk {
    pub(super) fn read(&mut self, piece: &[u8]) {
        let last = &piece[piece.len().saturating_sub(TRAILER_WITHIN)..];
        let too_many = (self.tail.len() + last.len()).saturating_sub(TRAILER_WITHIN);
        self.tail.drain(..too_many);
        self.tail.extend_from_slice(last);
    }

    pub(super) fn has_trailer(&self) -> bool {
        self.tail.windows(TRAILER.len()).any(|window| window == TRAILER)
    }
}
