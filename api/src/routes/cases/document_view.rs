//! What is told of a document: everything but its bytes.

use chrono::{DateTime, Utc};
use domain::ids::DocumentId;
use domain::labels::Label;
use domain::people::Language;
use domain::rules::documents::{DocumentScan, DocumentType};
use persistence::digest::hexadecimal;
use persistence::documents::DocumentRecord;
use serde::Serialize;
use utoipa::ToSchema;

/// A supporting document that a driver uploaded to a case.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Document, example = json!({
    "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "type": "photo", "type_label": "Photo d’identité", "media_type": "image/jpeg",
    "file_name": "moi.jpg", "size": 184_320, "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "width": 800, "height": 1000, "uploaded_at": "2026-11-22T09:04:00Z",
    "scan": "clean", "scan_label": "Aucun virus trouvé."
}))]
pub struct DocumentView {
    /// Unique identifier of the document.
    pub id: DocumentId,
    /// Type of the document: what it shows.
    pub r#type: DocumentType,
    /// Label of `type`, in the language of the request, to show to people.
    pub type_label: &'static str,
    /// Media type of the file, by its content: `application/pdf`, `image/jpeg` or `image/png`.
    pub media_type: String,
    /// Name under which the file was uploaded. Left out where it had none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// Size of the file, in bytes.
    pub size: i64,
    /// SHA-256 of the bytes of the file, in hexadecimal.
    pub sha256: String,
    /// Width of the image, in pixels. Left out of a PDF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<i32>,
    /// Height of the image, in pixels. Left out of a PDF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<i32>,
    /// When the document was uploaded.
    pub uploaded_at: DateTime<Utc>,
    /// What the scanner of viruses says of the document. Left out where no scanner was set up when it was uploaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scan: Option<DocumentScan>,
    /// Label of `scan`, in the language of the request, to show to people: of an infected document, why it is refused and
    /// what to do. Left out where `scan` is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scan_label: Option<&'static str>,
}

impl DocumentView {
    /// The document, for readers of a language.
    pub fn of(record: DocumentRecord, language: Language) -> Self {
        Self {
            id: record.id,
            r#type: record.document_type,
            type_label: record.document_type.label(language),
            sha256: hexadecimal(&record.sha256),
            media_type: record.media_type,
            file_name: record.file_name,
            size: record.size,
            width: record.width,
            height: record.height,
            uploaded_at: *record.created_at,
            scan: record.scan,
            scan_label: record.scan.map(|scan| scan.label(language)),
        }
    }
}
