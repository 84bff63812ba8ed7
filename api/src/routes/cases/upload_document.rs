//! `POST /v1/cases/{id}/documents`

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::post;
use actix_web::web::Data;
use domain::ids::{AccountId, CaseId, DocumentId};
use domain::rules::documents::DocumentType;
use domain::words::Word;
use integrations::files::Spooled;
use integrations::pictures::Printed;
use persistence::dialect::At;
use persistence::documents::{DocumentRecord, scan};
use persistence::{Tx, cases};
use utoipa::ToSchema;

use super::document_view::DocumentView;
use super::inspection::{Inspected, inspect};
use super::lock_own;
use crate::auth::Driver;
use crate::http::output::IfMatchParameter;
use crate::http::{Code, Fault, IfMatch, InLanguage, InputFault, PathOf, Problem, Reply, Upload};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter, NewForms};

/// A supporting document to upload, as a form (`multipart/form-data`).
#[derive(Debug, ToSchema)]
#[schema(example = json!({"type": "photo", "file": "(the bytes of moi.jpg)"}))]
#[expect(dead_code, reason = "describes the form for the contract")]
pub struct DocumentForm {
    /// Type of the document: what it shows.
    r#type: DocumentType,
    /// The file: PDF, JPEG or PNG by its content, up to 10 MB, that opens without a password. Photo and signature are
    /// images: a photo has at least 400 × 500 pixels as it is shown, which is upright where a telephone says so, and a
    /// signature 200 × 60. An image has at most 64 million pixels, and 12,000 along a side.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Upload a document
///
/// The same type again replaces. In a draft, what its kind asks for; once the case is sent, what an item of an
/// information request names. What the file is counts by its content, whatever its name says.
///
/// The file is opened: what shows nothing, is damaged or needs a password is refused with the reason (`file_unreadable`,
/// `file_locked`, …), and a format that is not taken, as HEIC, is named with the way out. So is a PDF in which something acts
/// (`file_active`): a script, a program that is started, an attached file, a dynamic form. It is kept as it came; the card's
/// factory gets photo and signature upright and without metadata.
///
/// Where uploads are scanned for viruses, the document has a `scan`, which is `scanning` at first: the case is sent once it
/// is `clean`, and another document is needed where it is `infected`.
#[utoipa::path(
    tag = "cases",
    operation_id = "uploadCaseDocument",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), IfMatchParameter, IdempotencyKeyParameter),
    request_body(content = DocumentForm, content_type = "multipart/form-data"),
    security(("driver" = []), ("frontend" = ["cases"])),
    responses((status = 201, body = DocumentView, description = "The document, as it is kept; one of the same type is replaced."))
)]
#[post("/v1/cases/{id}/documents")]
pub async fn upload_document(
    upload: Upload<Driver>,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    seen: IfMatch,
    once: Idempotency,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let document_type = document_type(&upload)?;
    let Driver { id: driver, author } = upload.by;
    let (file, inspected, printed) = inspect(&hub.examiner, document_type, upload.file).await?;
    let new = NewDocument {
        id: hub.store.ids().id(hub.clock.now()),
        document_type,
        file: inspected,
    };
    // The bytes are written before their rows, so that there never is a row without its bytes.
    let stored = Stored::write(&hub, new.id, file, printed).await?;
    let kept = Arc::new(AtomicBool::new(false));
    let (keep, forms) = (kept.clone(), stored.forms.records().to_vec());
    let outcome = hub.write_once(&once, author, move |tx| {
        keep.store(false, Ordering::Relaxed);
        let record = lock_own(tx, driver, id, &seen)?;
        let document = new.record(tx, driver, id);
        cases::provide(tx, record, &document, &forms)?;
        keep.store(true, Ordering::Relaxed);
        let location = format!("/v1/cases/{id}/documents/{}", document.id);
        Ok(Reply::created(location, &DocumentView::of(document, language)).version(1))
    });
    let outcome = outcome.await;
    stored
        .discard_unless_kept(&hub, &outcome, kept.load(Ordering::Relaxed))
        .await;
    outcome
}

fn document_type(upload: &Upload<Driver>) -> Result<DocumentType, Problem> {
    let name = upload.only_field("type")?;
    DocumentType::from_name(name).ok_or_else(|| {
        let expected: Vec<_> = DocumentType::ALL.iter().map(|word| word.name()).collect();
        Problem::invalid([Fault::at("/type", InputFault::UnknownValue).with("expected", &expected.join(", "))])
    })
}

/// A document before it has a row.
struct NewDocument {
    id: DocumentId,
    document_type: DocumentType,
    file: Inspected,
}

impl NewDocument {
    fn record(&self, tx: &Tx<'_>, account_id: AccountId, case_id: CaseId) -> DocumentRecord {
        let pixels = |side: u32| i32::try_from(side).ok();
        DocumentRecord {
            id: self.id,
            account_id,
            case_id: Some(case_id),
            card_id: None,
            document_type: self.document_type,
            media_type: self.file.media_type.name().to_owned(),
            file_name: self.file.name.clone(),
            size: i64::try_from(self.file.size).unwrap_or(i64::MAX),
            sha256: self.file.sha256.to_vec(),
            width: self.file.dimensions.and_then(|(width, _)| pixels(width)),
            height: self.file.dimensions.and_then(|(_, height)| pixels(height)),
            created_at: At(tx.now()),
            scan: scan::at_first(tx),
        }
    }
}

/// What is in the object storage, and has no rows yet.
struct Stored {
    original: DocumentId,
    forms: NewForms,
}

impl Stored {
    /// Writes a document's bytes and those of the forms made of it.
    async fn write(hub: &Hub, id: DocumentId, file: Spooled, printed: Option<Printed>) -> Result<Self, Problem> {
        let forms = match printed {
            Some(printed) => hub.store_forms(id, printed).await?,
            None => NewForms::default(),
        };
        if let Err(error) = hub.files.put_file(id, file).await {
            forms.discard(hub).await;
            return Err(error.into());
        }
        Ok(Self { original: id, forms })
    }

    /// Takes back bytes that got no row: refused, or the repetition of a request that was answered before. What may have
    /// a row stays; what is left behind is swept.
    async fn discard_unless_kept(self, hub: &Hub, outcome: &Result<Reply, Problem>, kept: bool) {
        let has_row = match outcome {
            Ok(_) => kept,
            Err(problem) => problem.code() == Code::OutcomeUnknown,
        };
        if has_row {
            return;
        }
        let key = self.original;
        if let Err(error) = hub.files.delete(key).await {
            tracing::warn!(%error, %key, "an upload without a row is left to the sweep");
        }
        self.forms.discard(hub).await;
    }
}
