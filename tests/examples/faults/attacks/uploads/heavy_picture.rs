//! A small file that is a large picture.

use flate2::{Compress, Compression, Crc, FlushCompress};

/// Pixels along each side: as many as are taken.
const SIDE: u32 = 8_000;
/// Bytes of a pixel: red, green, blue, and how much shines through.
const PIXEL: usize = 4;
/// Lines that are packed together, and then repeated.
const LINES: usize = 100;

/// A PNG of 64 million clear pixels, which take 256 MB.
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

/// Nothing but zeros, as zlib packs them: blocks that stand for themselves can be repeated.
fn pixels() -> Vec<u8> {
    let side = SIDE as usize;
    let line = 1 + side * PIXEL;
    let mut block = Vec::with_capacity(LINES * line);
    Compress::new(Compression::best(), false)
        .compress_vec(&vec![0; LINES * line], &mut block, FlushCompress::Full)
        .expect("packed");
    let last = [1, 0, 0, 0xff, 0xff];
    let sum = u32::try_from(side * line % 65_521).expect("a remainder") << 16 | 1;
    [
        &[0x78, 0x01],
        &block.repeat(side / LINES)[..],
        &last,
        &sum.to_be_bytes(),
    ]
    .concat()
}

fn chunk(name: &[u8], data: &[u8]) -> Vec<u8> {
    let mut checksum = Crc::new();
    checksum.update(name);
    checksum.update(data);
    let length = u32::try_from(data.len()).expect("short").to_be_bytes();
    [&length[..], name, data, &checksum.sum().to_be_bytes()].concat()
}
