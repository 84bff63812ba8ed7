//! What lies in the object storage, by the rows that know it: uploaded documents, the forms made of them, printed papers,
//! archives made for drivers.
//! Read page by page in the order of their keys, for whoever goes through all of it.

use std::collections::HashSet;

use diesel::dsl::not;
use domain::export;
use domain::ids::{DocumentFormId, DocumentId, ExportId, PaperId};
use domain::rules::documents::DocumentScan;
use domain::words::Word as _;
use uuid::Uuid;

use crate::dialect::AnyId;
use crate::dialect::prelude::*;
use crate::documents;
use crate::error::Result;
use crate::literal;
use crate::outbox;
use crate::schema::{account_exports, document_forms, documents as document_rows, outbox as messages, papers};
use crate::store::Db;

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObjectKind {
    /// What was uploaded.
    Document,
    /// What was made of an uploaded picture.
    Form,
    /// What was printed.
    Paper,
    /// The archive of everything held about a driver.
    Export,
}

impl std::fmt::Display for ObjectKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Document => "document",
            Self::Form => "form",
            Self::Paper => "paper",
            Self::Export => "export",
        })
    }
}

/// An object, as its row says it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownObject {
    /// Its key: the row's id.
    pub key: Uuid,
    /// What it is.
    pub kind: ObjectKind,
    /// The size of its bytes, before encryption.
    pub size: i64,
    /// Their SHA-256.
    pub sha256: Vec<u8>,
}

/// Documents whose bytes are kept: not those in which a virus was found.
macro_rules! kept_documents {
    () => {{
        let infected = literal::is("documents.scan", DocumentScan::Infected);
        document_rows::table.filter(document_rows::scan.is_null().or(not(infected)))
    }};
}

/// The next objects behind a key, in the order of their keys, this many at most. A paper or an archive that waits to be
/// made, or made again, is none yet.
pub fn after(db: &mut Db<'_>, key: Option<Uuid>, limit: i64) -> Result<Vec<KnownObject>> {
    let key = key.unwrap_or(Uuid::nil());
    let uploaded: Vec<(DocumentId, i64, Vec<u8>)> = kept_documents!()
        .filter(document_rows::id.gt(DocumentId(key)))
        .order(document_rows::id)
        .limit(limit)
        .select((document_rows::id, document_rows::size, document_rows::sha256))
        .load(db.conn)?;
    let made: Vec<(DocumentFormId, i64, Vec<u8>)> = document_forms::table
        .filter(document_forms::id.gt(DocumentFormId(key)))
        .order(document_forms::id)
        .limit(limit)
        .select((document_forms::id, document_forms::size, document_forms::sha256))
        .load(db.conn)?;
    let printed: Vec<(PaperId, Option<i64>, Option<Vec<u8>>)> = papers::table
        .filter(papers::id.gt(PaperId(key)))
        .filter(papers::made_at.is_not_null())
        .order(papers::id)
        .limit(limit)
        .select((papers::id, papers::size, papers::sha256))
        .load(db.conn)?;
    let archived: Vec<(ExportId, Option<i64>, Option<Vec<u8>>)> = account_exports::table
        .filter(account_exports::id.gt(ExportId(key)))
        .filter(literal::is("account_exports.stage", export::Stage::Ready))
        .order(account_exports::id)
        .limit(limit)
        .select((account_exports::id, account_exports::size, account_exports::sha256))
        .load(db.conn)?;
    let uploaded = uploaded
        .into_iter()
        .map(|(id, size, sha256)| KnownObject::new(id, ObjectKind::Document, size, sha256));
    let made = made
        .into_iter()
        .map(|(id, size, sha256)| KnownObject::new(id, ObjectKind::Form, size, sha256));
    let printed = printed
        .into_iter()
        .filter_map(|(id, size, sha256)| Some(KnownObject::new(id, ObjectKind::Paper, size?, sha256?)));
    let archived = archived
        .into_iter()
        .filter_map(|(id, size, sha256)| Some(KnownObject::new(id, ObjectKind::Export, size?, sha256?)));
    let mut all: Vec<_> = uploaded.chain(made).chain(printed).chain(archived).collect();
    all.sort_by_key(|object| object.key);
    // Behind the last of a full page there may be more of its kind.
    all.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(all)
}

impl KnownObject {
    fn new(id: impl Into<Uuid>, kind: ObjectKind, size: i64, sha256: Vec<u8>) -> Self {
        Self {
            key: id.into(),
            kind,
            size,
            sha256,
        }
    }
}

/// The object under a key, if a row knows it.
pub fn find(db: &mut Db<'_>, key: Uuid) -> Result<Option<KnownObject>> {
    let before = Uuid::from_u128(key.as_u128().saturating_sub(1));
    let next = after(db, Some(before), 1)?.into_iter().next();
    Ok(next.filter(|object| object.key == key))
}

/// How many objects there are behind a key.
pub fn count_after(db: &mut Db<'_>, key: Option<Uuid>) -> Result<i64> {
    let key = key.unwrap_or(Uuid::nil());
    let uploaded: i64 = kept_documents!()
        .filter(document_rows::id.gt(DocumentId(key)))
        .count()
        .get_result(db.conn)?;
    let made: i64 = document_forms::table
        .filter(document_forms::id.gt(DocumentFormId(key)))
        .count()
        .get_result(db.conn)?;
    let printed: i64 = papers::table
        .filter(papers::id.gt(PaperId(key)))
        .filter(papers::made_at.is_not_null())
        .count()
        .get_result(db.conn)?;
    let archived: i64 = account_exports::table
        .filter(account_exports::id.gt(ExportId(key)))
        .filter(literal::is("account_exports.stage", export::Stage::Ready))
        .count()
        .get_result(db.conn)?;
    Ok(uploaded + made + printed + archived)
}

/// Those of these objects that no row knows and nobody is about to delete.
pub fn strays(db: &mut Db<'_>, keys: Vec<Uuid>) -> Result<Vec<Uuid>> {
    let unknown = documents::unknown(db, keys)?;
    let awaiting: Vec<Option<Uuid>> = messages::table
        .filter(messages::ordering_key.eq_any(unknown.iter().copied().map(|key| Some(AnyId(key)))))
        .filter(messages::kind.eq(outbox::Kind::DeleteObject.name()))
        .filter(messages::settled_at.is_null())
        .filter(messages::failed_at.is_null())
        .select(messages::ordering_key)
        .load(db.conn)?;
    let awaiting: HashSet<Uuid> = awaiting.into_iter().flatten().collect();
    Ok(unknown.into_iter().filter(|key| !awaiting.contains(key)).collect())
}
