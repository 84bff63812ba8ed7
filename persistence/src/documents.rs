//! Metadata of uploaded files. The bytes are in object storage under the document's id: written before the row,
//! deleted by the outbox after the commit that deletes the row. Likewise the forms made of a picture, under ids of their
//! own.

use std::collections::HashSet;

use domain::ids::{AccountId, CardId, CaseId, DocumentFormId, DocumentId, ExportId, PaperId};
use domain::rules::documents::{DocumentScan, DocumentType, PictureForm};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::error::Result;
use crate::locked;
use crate::outbox;
use crate::schema::{account_exports, cases, document_forms, documents, papers};
use crate::store::{Db, Tx};

pub mod scan;

/// A document's metadata.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = documents)]
#[diesel(treat_none_as_default_value = false)]
pub struct DocumentRecord {
    /// Its id, and the key of its bytes.
    pub id: DocumentId,
    /// Whose it is.
    pub account_id: AccountId,
    /// The case it was uploaded into.
    pub case_id: Option<CaseId>,
    /// The card that bears it: photo and signature of an approved case.
    pub card_id: Option<CardId>,
    /// What it shows.
    pub document_type: DocumentType,
    /// Its media type, by content.
    pub media_type: String,
    /// The name it was uploaded under.
    pub file_name: Option<String>,
    /// Its size in bytes.
    pub size: i64,
    /// The SHA-256 of its bytes.
    pub sha256: Vec<u8>,
    /// Its width in pixels, of an image.
    pub width: Option<i32>,
    /// Its height in pixels, of an image.
    pub height: Option<i32>,
    /// When it was uploaded.
    pub created_at: At,
    /// What the virus scanner says of it; none where there was no scanner when it came.
    pub scan: Option<DocumentScan>,
}

/// A form made of an uploaded picture.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = document_forms)]
pub struct FormRecord {
    /// Its id, and the key of its bytes.
    pub id: DocumentFormId,
    /// The document it was made of.
    pub document_id: DocumentId,
    /// Which form it is.
    pub form: PictureForm,
    /// Its media type.
    pub media_type: String,
    /// Its size in bytes.
    pub size: i64,
    /// The SHA-256 of its bytes.
    pub sha256: Vec<u8>,
    /// Its width in pixels.
    pub width: i32,
    /// Its height in pixels.
    pub height: i32,
}

/// What the outbox needs to delete the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteObject {
    /// The key of the bytes.
    pub key: Uuid,
}

/// Adds a document, and the forms made of it. A case has one of each type: see [`crate::cases::provide`].
pub(crate) fn insert(tx: &mut Tx<'_>, record: &DocumentRecord, forms: &[FormRecord]) -> Result<()> {
    diesel::insert_into(documents::table).values(record).execute(tx.conn)?;
    scan::ask(tx, record)?;
    forms.iter().try_for_each(|form| insert_form(tx, form))
}

/// Adds the forms of a document that was uploaded before forms were made. False, and nothing is added, where the document
/// is gone meanwhile, or somebody else made them.
pub fn add_forms(tx: &mut Tx<'_>, id: DocumentId, forms: &[FormRecord]) -> Result<bool> {
    let is_there = lock(tx, id)?;
    let made = document_forms::table.filter(document_forms::document_id.eq(id));
    if !is_there || made.count().get_result::<i64>(tx.conn)? > 0 {
        return Ok(false);
    }
    forms.iter().try_for_each(|form| insert_form(tx, form))?;
    Ok(true)
}

/// Keeps others from making forms of a document, or from deleting it. False where it is not there.
fn lock(tx: &mut Tx<'_>, id: DocumentId) -> Result<bool> {
    let found = locked!(tx.conn, documents::table.find(id).select(documents::id) => first::<DocumentId>);
    Ok(found.optional()?.is_some())
}

fn insert_form(tx: &mut Tx<'_>, form: &FormRecord) -> Result<()> {
    diesel::insert_into(document_forms::table)
        .values(form)
        .execute(tx.conn)?;
    Ok(())
}

/// A form of a document, if it was made.
pub fn form(db: &mut Db<'_>, id: DocumentId, form: PictureForm) -> Result<Option<FormRecord>> {
    Ok(document_forms::table
        .filter(document_forms::document_id.eq(id))
        .filter(document_forms::form.eq(form))
        .select(FormRecord::columns())
        .first(db.conn)
        .optional()?)
}

/// Those of these objects that no row knows: neither an uploaded document, nor a form of it, nor a
/// printed paper, nor an archive made for a driver.
pub fn unknown(db: &mut Db<'_>, keys: Vec<Uuid>) -> Result<Vec<Uuid>> {
    let uploaded: Vec<DocumentId> = documents::table
        .filter(documents::id.eq_any(keys.iter().copied().map(DocumentId)))
        .select(documents::id)
        .load(db.conn)?;
    let made: Vec<DocumentFormId> = document_forms::table
        .filter(document_forms::id.eq_any(keys.iter().copied().map(DocumentFormId)))
        .select(document_forms::id)
        .load(db.conn)?;
    let printed: Vec<PaperId> = papers::table
        .filter(papers::id.eq_any(keys.iter().copied().map(PaperId)))
        .select(papers::id)
        .load(db.conn)?;
    let archived: Vec<ExportId> = account_exports::table
        .filter(account_exports::id.eq_any(keys.iter().copied().map(ExportId)))
        .select(account_exports::id)
        .load(db.conn)?;
    let known: HashSet<Uuid> = (uploaded.into_iter().map(Uuid::from))
        .chain(made.into_iter().map(Uuid::from))
        .chain(printed.into_iter().map(Uuid::from))
        .chain(archived.into_iter().map(Uuid::from))
        .collect();
    Ok(keys.into_iter().filter(|key| !known.contains(key)).collect())
}

/// Deletes a document and the forms made of it: their rows now, their bytes after the commit.
pub fn delete(tx: &mut Tx<'_>, id: DocumentId) -> Result<()> {
    lock(tx, id)?;
    delete_forms(tx, id)?;
    diesel::delete(documents::table.find(id)).execute(tx.conn)?;
    delete_object(tx, id.into())
}

fn delete_forms(tx: &mut Tx<'_>, id: DocumentId) -> Result<()> {
    let made = document_forms::table.filter(document_forms::document_id.eq(id));
    for form in made.select(document_forms::id).load::<DocumentFormId>(tx.conn)? {
        delete_object(tx, form.into())?;
    }
    diesel::delete(made).execute(tx.conn)?;
    Ok(())
}

fn delete_object(tx: &mut Tx<'_>, key: Uuid) -> Result<()> {
    outbox::enqueue(tx, outbox::Kind::DeleteObject, Some(key), None, &DeleteObject { key })
}

/// A case's documents, in the order in which they came.
pub fn of_case(db: &mut Db<'_>, case_id: CaseId) -> Result<Vec<DocumentRecord>> {
    let mut found: Vec<DocumentRecord> = documents::table
        .filter(documents::case_id.eq(Some(case_id)))
        .select(DocumentRecord::columns())
        .load(db.conn)?;
    // So few are ordered here sooner than by the database, which writes each row down for it.
    found.sort_unstable_by_key(|document| document.id);
    Ok(found)
}

/// One document of a case.
pub fn find(db: &mut Db<'_>, case_id: CaseId, id: DocumentId) -> Result<DocumentRecord> {
    Ok(documents::table
        .filter(documents::id.eq(id))
        .filter(documents::case_id.eq(Some(case_id)))
        .select(DocumentRecord::columns())
        .first(db.conn)?)
}

/// Any document, by its id alone: for production, which prints photo and signature.
pub fn by_id(db: &mut Db<'_>, id: DocumentId) -> Result<DocumentRecord> {
    Ok(documents::table
        .find(id)
        .select(DocumentRecord::columns())
        .first(db.conn)?)
}

/// The case's document of a type, if it has one.
pub fn of_type(db: &mut Db<'_>, case_id: CaseId, document_type: DocumentType) -> Result<Option<DocumentId>> {
    Ok(documents::table
        .filter(documents::case_id.eq(Some(case_id)))
        .filter(documents::document_type.eq(document_type))
        .select(documents::id)
        .first(db.conn)
        .optional()?)
}

/// Photo and signature of an approved case now belong to its card too, and are kept as long as the card.
pub fn give_to_card(tx: &mut Tx<'_>, case_id: CaseId) -> Result<()> {
    let card_id: Option<CardId> = cases::table
        .find(case_id)
        .select(cases::produced_card_id)
        .first(tx.conn)?;
    let worn = documents::table
        .filter(documents::case_id.eq(Some(case_id)))
        .filter(documents::document_type.eq_any([DocumentType::Photo, DocumentType::Signature]));
    diesel::update(worn)
        .set(documents::card_id.eq(card_id))
        .execute(tx.conn)?;
    Ok(())
}

/// Deletes what a driver whose account is closed has uploaded, but for what their cards bear.
pub(crate) fn erase_of_account(tx: &mut Tx<'_>, account_id: AccountId) -> Result<()> {
    let uploaded: Vec<DocumentId> = documents::table
        .filter(documents::account_id.eq(account_id))
        .filter(documents::card_id.is_null())
        .select(documents::id)
        .load(tx.conn)?;
    uploaded.into_iter().try_for_each(|id| delete(tx, id))
}

/// Deletes every document of a case.
pub fn erase_case(tx: &mut Tx<'_>, case_id: CaseId) -> Result<()> {
    for document in of_case(tx, case_id)? {
        delete(tx, document.id)?;
    }
    Ok(())
}
