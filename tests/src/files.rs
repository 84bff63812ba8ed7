//! Files that drivers upload, drawn in code: small, valid, and the ways in which they can be wrong.

use std::fmt::Write as _;

use image::codecs::jpeg::JpegEncoder;
use image::{GrayImage, Luma};

/// How many objects a photo is kept as: as it came, as it is printed, and as a face.
pub const KEPT_OF_A_PHOTO: usize = 3;

/// How many objects the five documents of a cqc case are kept as: a signature is printed too, and has no face.
pub const KEPT_OF_A_CASE: usize = 3 + KEPT_OF_A_PHOTO + 2;

/// A file as a browser sends it.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The name it has on the driver's telephone.
    pub name: &'static str,
    /// The type the browser says it is.
    pub media_type: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Upload {
    const fn new(name: &'static str, media_type: &'static str, bytes: Vec<u8>) -> Self {
        Self {
            name,
            media_type,
            bytes,
        }
    }

    /// The first half of it, as if the connection had broken.
    #[must_use]
    pub fn truncated(mut self) -> Self {
        self.bytes.truncate(self.bytes.len() / 2);
        self
    }
}

/// The smallest photo that is taken: 400 × 500 pixels, as PNG.
pub fn photo() -> Upload {
    Upload::new("photo.png", "image/png", png(400, 500))
}

/// Another photo, as JPEG and a little larger.
pub fn better_photo() -> Upload {
    Upload::new("photo-studio.jpg", "image/jpeg", jpeg(413, 531))
}

/// A photo one pixel too narrow.
pub fn narrow_photo() -> Upload {
    Upload::new("photo.png", "image/png", png(399, 500))
}

/// A photo of one pixel.
pub fn dot() -> Upload {
    Upload::new("photo.png", "image/png", png(1, 1))
}

/// A signature, as PNG: one stroke across white paper.
pub fn signature() -> Upload {
    Upload::new("signature.png", "image/png", png(300, 80))
}

/// An identity document, as PDF.
pub fn identity_document() -> Upload {
    Upload::new(
        "carte-identite.pdf",
        "application/pdf",
        pdf("Carte nationale d'identite"),
    )
}

/// One side of a licence, as JPEG.
pub fn licence(side: &'static str) -> Upload {
    let name = if side == "front" {
        "permis-recto.jpg"
    } else {
        "permis-verso.jpg"
    };
    Upload::new(name, "image/jpeg", jpeg(640, 404))
}

/// A web page that calls itself a PDF.
pub fn page_named_pdf() -> Upload {
    let page = "<!DOCTYPE html><html><body><script>alert(document.cookie)</script></body></html>";
    Upload::new("carte-identite.pdf", "application/pdf", page.into())
}

/// A file without a byte.
pub fn empty() -> Upload {
    Upload::new("vide.pdf", "application/pdf", Vec::new())
}

/// A PDF of more than 10 MB.
pub fn huge() -> Upload {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.resize(10 * 1024 * 1024 + 1, b' ');
    bytes.extend_from_slice(b"\n%%EOF\n");
    Upload::new("enorme.pdf", "application/pdf", bytes)
}

/// A few bytes that claim to be an image of 3.6 thousand million pixels.
pub fn pixel_bomb() -> Upload {
    Upload::new("photo.png", "image/png", png_of(60_000, 60_000, &[0; 64]))
}

/// A PNG of one bit a pixel: one stroke across white paper.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut lines = white(width, height);
    let line = lines.len() / height as usize;
    let stroke = line * (height as usize / 2);
    lines[stroke..stroke + line].fill(0);
    png_of(width, height, &lines)
}

/// A white PNG of one bit a pixel.
pub fn blank_png(width: u32, height: u32) -> Vec<u8> {
    png_of(width, height, &white(width, height))
}

/// The scan lines of a white PNG of one bit a pixel.
fn white(width: u32, height: u32) -> Vec<u8> {
    let mut line = vec![0xff; 1 + width.div_ceil(8) as usize];
    line[0] = 0; // no filter
    line.repeat(height as usize)
}

fn png_of(width: u32, height: u32, scan_lines: &[u8]) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([1, 0, 0, 0, 0]); // one bit, greyscale, deflate, no filter method of its own, not interlaced
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, data) in [(b"IHDR", header), (b"IDAT", zlib(scan_lines)), (b"IEND", Vec::new())] {
        let named = [&name[..], &data].concat();
        file.extend((u32::try_from(data.len()).expect("a small chunk")).to_be_bytes());
        file.extend(&named);
        file.extend(crc32(&named).to_be_bytes());
    }
    file
}

/// Wraps bytes as zlib does, without making them smaller.
fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut wrapped = vec![0x78, 0x01];
    let blocks: Vec<_> = bytes.chunks(0xffff).collect();
    for (position, block) in blocks.iter().enumerate() {
        let length = u16::try_from(block.len()).expect("a block of deflate");
        wrapped.push(u8::from(position + 1 == blocks.len()));
        wrapped.extend(length.to_le_bytes());
        wrapped.extend((!length).to_le_bytes());
        wrapped.extend(*block);
    }
    wrapped.extend(adler32(bytes).to_be_bytes());
    wrapped
}

fn adler32(bytes: &[u8]) -> u32 {
    let (low, high) = bytes.iter().fold((1, 0), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    high << 16 | low
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 }
        })
    })
}

/// A JPEG, white above and black below.
pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let picture = GrayImage::from_fn(width, height, |_, y| Luma([if y < height / 2 { 255 } else { 0 }]));
    let mut file = Vec::new();
    picture
        .write_with_encoder(JpegEncoder::new_with_quality(&mut file, 75))
        .expect("room in memory");
    file
}

/// A PDF of so many bytes: one page, and on it a line of spaces.
pub fn pdf_of(bytes: usize) -> Vec<u8> {
    // The line is named by its length, which takes more digits the longer it is.
    let line = |length: usize| pdf(&" ".repeat(length));
    let short = line(bytes - line(0).len());
    line(bytes - line(0).len() - (short.len() - bytes))
}

/// A PDF of one page with one line on it.
pub fn pdf(line: &str) -> Vec<u8> {
    let content = format!("BT /F1 18 Tf 72 720 Td ({line}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (position, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", file.len()).expect("room in memory");
        write!(file, "{} 0 obj\n{object}\nendobj\n", position + 1).expect("room in memory");
    }
    let start = file.len();
    let size = objects.len() + 1;
    write!(
        file,
        "xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    )
    .expect("room in memory");
    file.into_bytes()
}
