//! What an uploaded file is, found out from its bytes, off the async workers.

use aws_lc_rs::digest::{SHA256, digest};
use bytes::Bytes;
use domain::rules::documents::{self, DocumentFault, DocumentType, MediaType};
use domain::rules::fault as rules;

use crate::http::{Fault, Problem};

/// A file that serves as the document it is given for.
#[derive(Debug, Clone)]
pub(super) struct Inspected {
    /// The bytes.
    pub(super) content: Bytes,
    /// What they are.
    pub(super) media_type: MediaType,
    /// Width and height of an image.
    pub(super) dimensions: Option<(u32, u32)>,
    /// Their SHA-256.
    pub(super) sha256: [u8; 32],
}

/// Looks at a file; refused with the reason where it does not serve.
pub(super) async fn inspect(document: DocumentType, content: Bytes) -> Result<Inspected, Problem> {
    let looked = actix_web::web::block(move || look(document, content)).await;
    looked
        .map_err(Problem::internal)?
        .map_err(|fault| Problem::invalid([Fault::from(rules::Fault::from(fault))]))
}

fn look(document: DocumentType, content: Bytes) -> Result<Inspected, DocumentFault> {
    let media_type = documents::check_content(document, &content)?;
    let dimensions = if media_type.is_image() {
        // Read from the header; nothing is decoded.
        let size = imagesize::blob_size(&content).map_err(|_| DocumentFault::UnknownType)?;
        let pixels = |side: usize| u32::try_from(side).unwrap_or(u32::MAX);
        let (width, height) = (pixels(size.width), pixels(size.height));
        documents::check_dimensions(document, width, height)?;
        Some((width, height))
    } else {
        None
    };
    let mut sha256 = [0; 32];
    sha256.copy_from_slice(digest(&SHA256, &content).as_ref());
    Ok(Inspected {
        content,
        media_type,
        dimensions,
        sha256,
    })
}
