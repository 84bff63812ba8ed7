//! What an uploaded file is, found out from its bytes, off the async workers.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use domain::rules::documents::{self, DocumentFault, DocumentType, MediaType};
use domain::rules::fault as rules;
use integrations::files::{self, Spooled};

use crate::http::{Fault, Problem, ReceivedFile};

/// What there is to say of a file that serves as the document it is given for.
#[derive(Debug, Clone)]
pub(super) struct Inspected {
    /// The name it had at its sender's.
    pub(super) name: Option<String>,
    /// Its size in bytes.
    pub(super) size: u64,
    /// What it is.
    pub(super) media_type: MediaType,
    /// Width and height of an image.
    pub(super) dimensions: Option<(u32, u32)>,
    /// The SHA-256 of its bytes.
    pub(super) sha256: [u8; 32],
}

/// Looks at a file; refused with the reason where it does not serve.
pub(super) async fn inspect(document: DocumentType, file: ReceivedFile) -> Result<(Spooled, Inspected), Problem> {
    let ReceivedFile {
        name,
        inspection,
        spooled,
    } = file;
    let media_type = documents::check_content(document, &inspection).map_err(refused)?;
    let (spooled, dimensions) = if media_type.is_image() {
        let (spooled, dimensions) = dimensions(spooled).await?;
        let (width, height) = dimensions.ok_or(DocumentFault::UnknownType).map_err(refused)?;
        documents::check_dimensions(document, width, height).map_err(refused)?;
        (spooled, Some((width, height)))
    } else {
        (spooled, None)
    };
    let inspected = Inspected {
        name,
        size: spooled.size,
        media_type,
        dimensions,
        sha256: spooled.sha256,
    };
    Ok((spooled, inspected))
}

fn refused(fault: DocumentFault) -> Problem {
    Problem::invalid([Fault::from(rules::Fault::from(fault))])
}

/// Width and height, read from an image's headers: nothing is decoded. None where they cannot be found.
async fn dimensions(spooled: Spooled) -> Result<(Spooled, Option<(u32, u32)>), Problem> {
    let read = actix_web::web::block(move || {
        let size = imagesize::reader_size(Nearby::new(spooled.open()?)).ok();
        let pixels = |side: usize| u32::try_from(side).unwrap_or(u32::MAX);
        Ok((spooled, size.map(|size| (pixels(size.width), pixels(size.height)))))
    });
    Ok(read
        .await
        .map_err(Problem::internal)?
        .map_err(|error: io::Error| files::Error::from(error))?)
}

/// A file in which most steps are short ones: they stay within what was read already, where a [`BufReader`] by itself
/// would read anew after each, of which a hostile image has millions.
struct Nearby {
    file: BufReader<File>,
    position: u64,
}

impl Nearby {
    fn new(file: File) -> Self {
        Self {
            file: BufReader::with_capacity(64 * 1024, file),
            position: 0,
        }
    }
}

impl Read for Nearby {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        self.position += read as u64;
        Ok(read)
    }
}

impl BufRead for Nearby {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.file.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.file.consume(bytes);
        self.position += bytes as u64;
    }
}

impl Seek for Nearby {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let step = match to {
            SeekFrom::Current(step) => step,
            SeekFrom::Start(position) => position.cast_signed() - self.position.cast_signed(),
            SeekFrom::End(_) => return Err(io::ErrorKind::Unsupported.into()),
        };
        self.file.seek_relative(step)?;
        self.position = self.position.saturating_add_signed(step);
        Ok(self.position)
    }
}
