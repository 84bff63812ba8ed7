//! Metadata of uploaded files. The bytes are in object storage under the document's id: written before the row,
//! deleted by the outbox after the commit that deletes the row.

use std::collections::HashSet;

use diesel::prelude::*;
use domain::ids::{AccountId, CardId, CaseId, DocumentId, PaperId};
use domain::rules::documents::DocumentType;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::dialect::At;
use crate::error::Result;
use crate::outbox;
use crate::schema::{cases, documents, papers};
use crate::store::{Db, Tx};

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
}

/// What the outbox needs to delete the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteObject {
    /// The key of the bytes.
    pub key: Uuid,
}

/// Adds a document. A case has one of each type: see [`crate::cases::provide`].
pub(crate) fn insert(tx: &mut Tx<'_>, record: &DocumentRecord) -> Result<()> {
    diesel::insert_into(documents::table).values(record).execute(tx.conn)?;
    Ok(())
}

/// Those of these objects that no row knows: neither an uploaded document nor a printed paper.
pub fn unknown(db: &mut Db<'_>, keys: Vec<Uuid>) -> Result<Vec<Uuid>> {
    let uploaded: Vec<DocumentId> = documents::table
        .filter(documents::id.eq_any(keys.iter().copied().map(DocumentId)))
        .select(documents::id)
        .load(db.conn)?;
    let printed: Vec<PaperId> = papers::table
        .filter(papers::id.eq_any(keys.iter().copied().map(PaperId)))
        .select(papers::id)
        .load(db.conn)?;
    let uploaded = uploaded.into_iter().map(Uuid::from);
    let known: HashSet<Uuid> = uploaded.chain(printed.into_iter().map(Uuid::from)).collect();
    Ok(keys.into_iter().filter(|key| !known.contains(key)).collect())
}

/// Deletes a document: its row now, its bytes after the commit.
pub fn delete(tx: &mut Tx<'_>, id: DocumentId) -> Result<()> {
    diesel::delete(documents::table.find(id)).execute(tx.conn)?;
    outbox::enqueue(
        tx,
        outbox::Kind::DeleteObject,
        Some(id.into()),
        None,
        &DeleteObject { key: id.into() },
    )
}

/// A case's documents, in the order in which they came.
pub fn of_case(db: &mut Db<'_>, case_id: CaseId) -> Result<Vec<DocumentRecord>> {
    Ok(documents::table
        .filter(documents::case_id.eq(Some(case_id)))
        .order(documents::id)
        .select(DocumentRecord::as_select())
        .load(db.conn)?)
}

/// One document of a case.
pub fn find(db: &mut Db<'_>, case_id: CaseId, id: DocumentId) -> Result<DocumentRecord> {
    Ok(documents::table
        .filter(documents::id.eq(id))
        .filter(documents::case_id.eq(Some(case_id)))
        .select(DocumentRecord::as_select())
        .first(db.conn)?)
}

/// Any document, by its id alone: for production, which prints photo and signature.
pub fn by_id(db: &mut Db<'_>, id: DocumentId) -> Result<DocumentRecord> {
    Ok(documents::table
        .find(id)
        .select(DocumentRecord::as_select())
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
