//! The bytes of a document, as an answer.

use actix_web::http::header::CONTENT_DISPOSITION;
use domain::rules::documents::MediaType;
use domain::words::Word;
use persistence::documents::DocumentRecord;

use crate::http::{Problem, Streamed};
use crate::hub::Hub;

/// Reads a document's bytes. Their media type and the name to save them under come from what they are, never from what
/// their sender called them: a file named `.exe` stays the picture it is.
pub async fn content(hub: &Hub, document: &DocumentRecord) -> Result<Streamed, Problem> {
    let media_type = MediaType::from_name(&document.media_type)
        .ok_or_else(|| Problem::internal(format_args!("document {} is of no known type", document.id)))?;
    let content = hub.files.get(document.id, None).await?;
    let name = format!("{}.{}", document.document_type, media_type.extension());
    Ok(Streamed::new(media_type.name(), content, &document.sha256)
        .header(&CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")))
}
