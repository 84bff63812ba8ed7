//! What an uploaded file is: told from its bytes as they came, and then by opening it, off the async workers.

use domain::people::Language;
use domain::rules::documents::{DocumentType, MediaType};
use domain::rules::refused_file::{self, RefusedFile};
use integrations::files::{self, Spooled};
use integrations::pictures::{Examiner, Printed};

use crate::http::{Fault, Problem, ReceivedFile, Text};

/// What there is to say of a file that serves as the document it is given for.
#[derive(Debug, Clone)]
pub(super) struct Inspected {
    /// The name it had at its sender's.
    pub(super) name: Option<String>,
    /// Its size in bytes.
    pub(super) size: u64,
    /// What it is.
    pub(super) media_type: MediaType,
    /// Width and height of an image in pixels, as it is shown.
    pub(super) dimensions: Option<(u32, u32)>,
    /// The SHA-256 of its bytes.
    pub(super) sha256: [u8; 32],
}

/// Opens a file; refused with the reason where it does not serve. With it come the forms made of a photo or a signature.
pub(super) async fn inspect(
    examiner: &Examiner,
    document: DocumentType,
    file: ReceivedFile,
) -> Result<(Spooled, Inspected, Option<Printed>), Problem> {
    let ReceivedFile {
        name,
        inspection,
        spooled,
    } = file;
    let media_type = refused_file::check_content(document, &inspection).map_err(refused)?;
    let bytes = spooled.open().map_err(files::Error::from)?;
    let outcome = examiner.examine(document, media_type, bytes).await;
    let picture = outcome.map_err(files::Error::from)?.map_err(refused)?;
    let inspected = Inspected {
        name,
        size: spooled.size,
        media_type,
        dimensions: picture.size,
        sha256: spooled.sha256,
    };
    Ok((spooled, inspected, picture.printed))
}

fn refused(file: RefusedFile) -> Problem {
    let message = Text::new(file.message(Language::French), file.message(Language::English));
    Problem::invalid([Fault::at("/file", file.code()).saying(message)])
}
