//! A small file that is a large picture.

use flate2::{Compress, Compression, Crc, FlushCompress};

/// Pixels along each side: as many as are taken.
const SIDE: u32 = 8_000;
/// Bytes of a pixel: red, green, blue, and how much shines through.
const PIXEL: usize = 4;
/// Lines that are packed together, and then repeated.
const LINES: usize = 100;

/// What makes a line grey: half black, and half shining through.
const GREY: u8 = 0x80;

/// A PNG of 64 million pixels, clear but for some lines, which take 256 MB.
pub fn png() -> Vec<u8> {
    let header = [&SIDE.to_be_bytes()[..], &SIDE.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &header),
        chunk(b"IDAT", &pixels()),
        chunk(b"IEND", b""),
    ]
    .concat()
}

/// Grey lines between clear ones, as zlib packs them: blocks that stand for themselves can be repeated.
fn pixels() -> Vec<u8> {
    let side = SIDE as usize;
    let line = 1 + side * PIXEL;
    let mut lines = vec![0; LINES * line];
    lines[1..line].fill(GREY);
    let mut block = Vec::with_capacity(LINES * line);
    Compress::new(Compression::best(), false)
        .compress_vec(&lines, &mut block, FlushCompress::Full)
        .expect("packed");
    let last = [1, 0, 0, 0xff, 0xff];
    let runs = [(0, 1), (GREY, line - 1), (0, (LINES - 1) * line)];
    let sum = (0..side / LINES)
        .flat_map(|_| runs)
        .fold(Adler::default(), Adler::after);
    [&[0x78, 0x01], &block.repeat(side / LINES)[..], &last, &sum.bytes()].concat()
}

/// The checksum of zlib (RFC 1950).
struct Adler {
    bytes: u64,
    sums: u64,
}

impl Adler {
    const MODULUS: u64 = 65_521;

    /// The same with so many times one byte behind.
    fn after(self, (byte, times): (u8, usize)) -> Self {
        let (byte, times) = (u64::from(byte), times as u64);
        Self {
            bytes: (self.bytes + byte * times) % Self::MODULUS,
            sums: (self.sums + times * self.bytes + byte * (times * (times + 1) / 2)) % Self::MODULUS,
        }
    }

    fn bytes(&self) -> [u8; 4] {
        u32::try_from(self.sums << 16 | self.bytes)
            .expect("two remainders")
            .to_be_bytes()
    }
}

impl Default for Adler {
    fn default() -> Self {
        Self { bytes: 1, sums: 0 }
    }
}

fn chunk(name: &[u8], data: &[u8]) -> Vec<u8> {
    let mut checksum = Crc::new();
    checksum.update(name);
    checksum.update(data);
    let length = u32::try_from(data.len()).expect("short").to_be_bytes();
    [&length[..], name, data, &checksum.sum().to_be_bytes()].concat()
}
