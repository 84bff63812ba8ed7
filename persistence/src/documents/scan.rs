//! What the virus scanner says of a document. It is asked by the outbox, after the document came, and until it has answered
//! nobody but the driver is shown the bytes, and no case is sent with them.

use domain::ids::{AccountId, CaseId, DocumentId};
use domain::rules::documents::DocumentScan;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{DocumentRecord, delete_forms, delete_object};
use crate::dialect::prelude::*;
use crate::error::Result;
use crate::schema::documents;
use crate::store::{Db, Tx};
use crate::{audit, cases, outbox};

/// What the outbox needs to have a document scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScanDocument {
    /// The document.
    pub document_id: DocumentId,
}

/// What the scanner says of a document that is about to come.
pub fn at_first(tx: &Tx<'_>) -> Option<DocumentScan> {
    tx.policy().scans.then_some(DocumentScan::Scanning)
}

/// Has a document scanned that waits for it. In no order: erasing one document does not wait until another is scanned.
pub(super) fn ask(tx: &mut Tx<'_>, document: &DocumentRecord) -> Result<()> {
    if document.scan != Some(DocumentScan::Scanning) {
        return Ok(());
    }
    let wanted = ScanDocument {
        document_id: document.id,
    };
    outbox::enqueue(tx, outbox::Kind::ScanDocument, None, None, &wanted)
}

/// A document that waits for the scanner; none where it is gone, or the scanner has answered.
pub fn waiting(db: &mut Db<'_>, id: DocumentId) -> Result<Option<DocumentRecord>> {
    Ok(documents::table
        .find(id)
        .filter(documents::scan.eq(Some(DocumentScan::Scanning)))
        .select(DocumentRecord::columns())
        .first(db.conn)
        .optional()?)
}

/// Whether a document of a driver's own case waits for the scanner.
pub fn is_awaited(db: &mut Db<'_>, account_id: AccountId, case_id: CaseId) -> Result<bool> {
    let waiting: Option<DocumentId> = documents::table
        .filter(documents::case_id.eq(Some(case_id)))
        .filter(documents::account_id.eq(account_id))
        .filter(documents::scan.eq(Some(DocumentScan::Scanning)))
        .select(documents::id)
        .first(db.conn)
        .optional()?;
    Ok(waiting.is_some())
}

/// The scanner found nothing in a document.
pub fn found_clean(tx: &mut Tx<'_>, id: DocumentId) -> Result<()> {
    answered(tx, id, DocumentScan::Clean).map(drop)
}

/// The scanner found something in a document: its bytes go, its driver is told and the trail knows what it was. The row
/// stays, so that who sent it sees what became of it.
pub fn found_infected(tx: &mut Tx<'_>, id: DocumentId, finding: &str) -> Result<()> {
    let Some(document) = waiting(tx, id)? else {
        return Ok(());
    };
    // The case first: whoever replaces the document has it locked.
    let case = document.case_id.map(|case| cases::lock(tx, case)).transpose()?;
    if !answered(tx, id, DocumentScan::Infected)? {
        return Ok(());
    }
    delete_forms(tx, id)?;
    delete_object(tx, id.into())?;
    let details = json!({ "case_id": document.case_id, "type": document.document_type, "finding": finding });
    audit::note(tx, "found_infected", "document", Some(id.into()), Some(details))?;
    match case {
        Some(case) => cases::document_refused(tx, &case, document.document_type),
        None => Ok(()),
    }
}

/// Notes the answer about a document that waits for it. False where none does any more.
fn answered(tx: &mut Tx<'_>, id: DocumentId, scan: DocumentScan) -> Result<bool> {
    let waiting = documents::table
        .filter(documents::id.eq(id))
        .filter(documents::scan.eq(Some(DocumentScan::Scanning)));
    let noted = diesel::update(waiting)
        .set(documents::scan.eq(Some(scan)))
        .execute(tx.conn)?;
    Ok(noted == 1)
}
