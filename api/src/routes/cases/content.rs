//! The bytes of a document, as an answer.

use actix_web::http::header::CONTENT_DISPOSITION;
use domain::rules::documents::{DocumentScan, MediaType};
use domain::words::Word;
use persistence::documents::DocumentRecord;

use crate::http::{Code, Problem, Streamed};
use crate::hub::Hub;

/// Reads a document's bytes. Their media type and the name to save them under come from what they are, never from what
/// their sender called them: a file named `.exe` stays the picture it is.
pub async fn content(hub: &Hub, document: &DocumentRecord) -> Result<Streamed, Problem> {
    require_not_infected(document)?;
    let media_type = MediaType::from_name(&document.media_type)
        .ok_or_else(|| Problem::internal(format_args!("document {} is of no known type", document.id)))?;
    let content = hub.files.get_checked(document.id, &document.sha256).await?;
    let name = format!("{}.{}", document.document_type, media_type.extension());
    Ok(Streamed::new(media_type.name(), content, &document.sha256)
        .header(&CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")))
}

/// Whether a document may be shown to others than its driver: nothing was found in it, or nobody was there to look when it
/// came.
pub fn require_scanned(document: &DocumentRecord) -> Result<(), Problem> {
    match document.scan {
        Some(DocumentScan::Scanning) => {
            Err(Problem::new(Code::DocumentsBeingScanned).member("documents", [document.document_type]))
        }
        _ => require_not_infected(document),
    }
}

/// The bytes of what was found infected are gone, or about to go.
fn require_not_infected(document: &DocumentRecord) -> Result<(), Problem> {
    if DocumentScan::is_kept(document.scan) {
        Ok(())
    } else {
        Err(Problem::new(Code::DocumentInfected))
    }
}
