//! What is told of a document: everything but its bytes.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use domain::ids::DocumentId;
use domain::labels::Label;
use domain::people::Language;
use domain::rules::documents::DocumentType;
use persistence::documents::DocumentRecord;
use serde::Serialize;
use utoipa::ToSchema;

/// A supporting document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Document, example = json!({
    "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "type": "photo", "type_label": "Photo d’identité", "media_type": "image/jpeg",
    "file_name": "moi.jpg", "size": 184_320, "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "width": 800, "height": 1000, "uploaded_at": "2026-11-22T09:04:00Z"
}))]
pub struct DocumentView {
    /// Its id.
    pub id: DocumentId,
    /// What it shows.
    pub r#type: DocumentType,
    /// The same, for people.
    pub type_label: &'static str,
    /// What it is by its content: `application/pdf`, `image/jpeg` or `image/png`.
    pub media_type: String,
    /// The name it was uploaded under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// Its size in bytes.
    pub size: i64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its width in pixels, of an image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<i32>,
    /// Its height in pixels, of an image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<i32>,
    /// When it was uploaded.
    pub uploaded_at: DateTime<Utc>,
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
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
