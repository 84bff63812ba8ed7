//! The forms of uploaded pictures: what the factory prints, and the face of a card's picture. They are made when a
//! picture is uploaded; of those that were there before, when a form is first asked for.

use std::collections::HashSet;
use std::io::Cursor;
use std::sync::Arc;

use actix_web::web::{Bytes, block};
use aws_lc_rs::digest::{SHA256, digest};
use domain::ids::DocumentId;
use domain::rules::documents::{DocumentScan, MediaType, PictureForm};
use domain::words::Word as _;
use integrations::files;
use integrations::pictures::{FACE, Printed};
use persistence::documents::{self, DocumentRecord, FormRecord};
use tokio::sync::Mutex;

use super::Hub;
use super::opening::system;
use crate::http::Problem;

/// Forms that are in the object storage, and have no rows yet.
#[derive(Debug, Clone, Default)]
pub struct NewForms(Vec<FormRecord>);

/// Makes the forms of one picture after the other, so that no two are in memory at once and none is made twice. In it are
/// those that could not be opened: they are tried once in the life of a process.
#[derive(Debug, Clone, Default)]
pub(super) struct Belated(Arc<Mutex<HashSet<DocumentId>>>);

impl NewForms {
    /// The rows that a document with these forms gets.
    pub fn records(&self) -> &[FormRecord] {
        &self.0
    }

    /// Takes their bytes back. What cannot be deleted is left to the sweep.
    pub async fn discard(self, hub: &Hub) {
        for form in self.0 {
            if let Err(error) = hub.files.delete(form.id).await {
                tracing::warn!(%error, key = %form.id, "a form without a row is left to the sweep");
            }
        }
    }
}

impl Hub {
    /// Writes the forms of a document's picture into the object storage: their rows are the caller's. Where that fails
    /// nothing is left of them.
    pub async fn store_forms(&self, document: DocumentId, printed: Printed) -> Result<NewForms, Problem> {
        let mut stored = NewForms::default();
        for (form, bytes) in [
            (PictureForm::Print, Some(printed.print)),
            (PictureForm::Face, printed.face),
        ] {
            let Some(bytes) = bytes else { continue };
            let (media_type, size) = match form {
                PictureForm::Print => (printed.media_type, (printed.width, printed.height)),
                PictureForm::Face => (MediaType::Jpeg, FACE),
            };
            let made = self.store_form(document, form, media_type, size, bytes.into()).await;
            match made {
                Ok(record) => stored.0.push(record),
                Err(problem) => {
                    stored.discard(self).await;
                    return Err(problem);
                }
            }
        }
        Ok(stored)
    }

    async fn store_form(
        &self,
        document_id: DocumentId,
        form: PictureForm,
        media_type: MediaType,
        (width, height): (u32, u32),
        bytes: Bytes,
    ) -> Result<FormRecord, Problem> {
        let hashed = bytes.clone();
        let sha256 = block(move || digest(&SHA256, &hashed).as_ref().to_vec()).await;
        let pixels = |side: u32| i32::try_from(side).unwrap_or(i32::MAX);
        let record = FormRecord {
            id: self.store.ids().id(self.clock.now()),
            document_id,
            form,
            media_type: media_type.name().to_owned(),
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            sha256: sha256.map_err(Problem::internal)?,
            width: pixels(width),
            height: pixels(height),
        };
        self.files.put(record.id, bytes).await?;
        Ok(record)
    }

    /// A form of a document's picture. None where the document has no such form: it is no such picture, or it was
    /// uploaded before pictures were opened, and cannot be.
    pub async fn picture_form(
        &self,
        document: &DocumentRecord,
        form: PictureForm,
    ) -> Result<Option<FormRecord>, Problem> {
        // Of what is not known to be clean nothing is made, and nothing shown.
        if !DocumentScan::may_be_shown(document.scan) || !document.document_type.has_form(form) {
            return Ok(None);
        }
        if let Some(known) = self.known_form(document.id, form).await? {
            return Ok(Some(known));
        }
        let mut unopened = self.belated.0.lock().await;
        // Whoever had the lock before may have made it.
        let known = self.known_form(document.id, form).await?;
        if known.is_some() || unopened.contains(&document.id) {
            return Ok(known);
        }
        if self.make_forms(document).await? {
            return self.known_form(document.id, form).await;
        }
        unopened.insert(document.id);
        Ok(None)
    }

    async fn known_form(&self, document: DocumentId, form: PictureForm) -> Result<Option<FormRecord>, Problem> {
        self.read(move |db| Ok(documents::form(db, document, form)?)).await
    }

    /// Makes the forms of a document that has none. False where it cannot be opened.
    async fn make_forms(&self, document: &DocumentRecord) -> Result<bool, Problem> {
        let id = document.id;
        let Some(media_type) = MediaType::from_name(&document.media_type) else {
            return Err(Problem::internal(format_args!("document {id} is of no known type")));
        };
        let original = Cursor::new(self.files.bytes_checked(id, &document.sha256).await?);
        let opened = self
            .examiner
            .examine(document.document_type, media_type, original)
            .await;
        let printed = match opened.map_err(files::Error::from)? {
            Ok(examined) => examined.printed,
            Err(refused) => {
                tracing::warn!(%id, fault = refused.code().name(), "a picture of former days cannot be opened");
                None
            }
        };
        let Some(printed) = printed else { return Ok(false) };
        let forms = self.store_forms(id, printed).await?;
        let records = forms.records().to_vec();
        let added = self.write(system(), move |tx| Ok(documents::add_forms(tx, id, &records)?));
        // What may have rows stays: the sweep knows.
        if !added.await? {
            forms.discard(self).await;
        }
        Ok(true)
    }
}
