//! PNG: a signature, then chunks (length, name, data, checksum) from IHDR to IEND.

pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
const FIRST: &[u8] = b"IHDR";
const LAST: &[u8] = b"IEND";
const CHECKSUM: u64 = 4;

/// Walks from chunk to chunk.
#[derive(Debug)]
pub(super) struct Walk {
    /// Bytes to leave behind before the next chunk begins: the signature, or a chunk's data and checksum.
    skipped: u64,
    /// A chunk's length and name, as far as they have come.
    head: Vec<u8>,
    seen: Seen,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    Nothing,
    First,
    /// The last chunk's head: its checksum is still to come.
    Last,
    /// A file that does not begin with its first chunk is none.
    OutOfOrder,
}

impl Default for Walk {
    fn default() -> Self {
        Self {
            skipped: SIGNATURE.len() as u64,
            head: Vec::with_capacity(8),
            seen: Seen::Nothing,
        }
    }
}

impl Walk {
    pub(super) fn read(&mut self, mut piece: &[u8]) {
        while !piece.is_empty() && !matches!(self.seen, Seen::OutOfOrder) && !self.reached_end() {
            if self.skipped > 0 {
                let here = usize::try_from(self.skipped).unwrap_or(usize::MAX).min(piece.len());
                self.skipped -= here as u64;
                piece = &piece[here..];
            } else {
                let (here, rest) = piece.split_at(piece.len().min(8 - self.head.len()));
                self.head.extend_from_slice(here);
                piece = rest;
                self.enter_chunk();
            }
        }
    }

    fn enter_chunk(&mut self) {
        let Some((length, name)) = self.head.split_first_chunk::<4>().filter(|(_, name)| name.len() == 4) else {
            return;
        };
        self.skipped = u64::from(u32::from_be_bytes(*length)) + CHECKSUM;
        self.seen = match (self.seen, name) {
            (Seen::Nothing, name) if name != FIRST => Seen::OutOfOrder,
            (_, LAST) => Seen::Last,
            _ => Seen::First,
        };
        self.head.clear();
    }

    pub(super) fn reached_end(&self) -> bool {
        self.seen == Seen::Last && self.skipped == 0
    }
}
