//! What a driver writes into a case: each change raises its version and restarts the time after which it lapses.

use domain::case::edit::{self, Part};
use domain::case::{Case, Declaration, Field, ItemTarget, Stage};
use domain::ids::DocumentId;
use domain::lifecycle::{self, Lifecycle};
use domain::notification::NotificationKind;
use domain::people::{Address, BillingAddress, Holder};
use domain::rules::documents::{DocumentScan, DocumentType};
use serde_json::Value;

use super::{CaseRecord, WholeCase, items, whole};
use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::documents::{self, DocumentRecord, FormRecord};
use crate::error::{Error, Result};
use crate::notify::{self, About};
use crate::schema::cases;
use crate::store::Tx;
use crate::timers;

/// Replaces the holder of a locked case; items that name a field which is different now are noted as changed.
pub fn put_holder(tx: &mut Tx<'_>, record: CaseRecord, holder: &Holder) -> Result<WholeCase> {
    let mut whole = whole::load(tx, record)?;
    let (file, stage) = (&whole.file, whole.record.stage);
    edit::may_write(file, stage, Part::Holder)?;
    let unasked = edit::unasked_changes(file, stage, holder);
    if !unasked.is_empty() {
        return Err(Error::Invalid(unasked));
    }
    for field in edit::changed_fields(whole.record.holder(), holder) {
        items::mark_changed(tx, &mut whole.items, ItemTarget::Field(field))?;
    }
    let change = Change {
        holder: Some(Stored(holder.clone())),
        ..Change::at(tx, &whole.record)
    };
    write(tx, whole, &change)
}

/// Replaces the address to which a locked case's card goes.
pub fn put_delivery_address(tx: &mut Tx<'_>, record: CaseRecord, address: &Address) -> Result<WholeCase> {
    let mut whole = whole::load(tx, record)?;
    edit::may_write(&whole.file, whole.record.stage, Part::DeliveryAddress)?;
    if whole.file.delivery_address.as_ref() != Some(address) {
        items::mark_changed(tx, &mut whole.items, ItemTarget::Field(Field::DeliveryAddress))?;
    }
    let change = Change {
        delivery_address: Some(Stored(address.clone())),
        ..Change::at(tx, &whole.record)
    };
    write(tx, whole, &change)
}

/// Replaces the address to which a locked case's invoice goes.
pub fn put_billing_address(tx: &mut Tx<'_>, record: CaseRecord, billing: &BillingAddress) -> Result<WholeCase> {
    let mut whole = whole::load(tx, record)?;
    edit::may_write(&whole.file, whole.record.stage, Part::BillingAddress)?;
    if whole.record.billing_address.as_ref().map(|known| &known.0) != Some(billing) {
        items::mark_changed(tx, &mut whole.items, ItemTarget::Field(Field::BillingAddress))?;
    }
    let change = Change {
        billing_address: Some(Stored(billing.clone())),
        ..Change::at(tx, &whole.record)
    };
    write(tx, whole, &change)
}

/// Replaces what the driver of a locked case declares. Its faults are judged here, since they depend on the card.
pub fn put_declaration(tx: &mut Tx<'_>, record: CaseRecord, declaration: &Declaration) -> Result<WholeCase> {
    let whole = whole::load(tx, record)?;
    let kind = whole.record.kind;
    edit::may_write(&whole.file, whole.record.stage, Part::Declaration)?;
    let Some(card) = whole.file.card.as_ref().filter(|_| declaration.suits(kind)) else {
        let id = whole.record.id;
        return Err(Error::Corrupt(format!("case {id} takes no such declaration")));
    };
    let declaration = declaration.clone().tidied();
    let found = declaration.faults(card.issued_on, tx.today());
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let kept = serde_json::to_value(&declaration).map_err(|error| Error::Corrupt(error.to_string()))?;
    let change = Change {
        declaration: Some(Stored(kept)),
        ..Change::at(tx, &whole.record)
    };
    write(tx, whole, &change)
}

/// Adds a document to a locked case, with the forms made of it, in place of the one of the same type.
pub fn provide(
    tx: &mut Tx<'_>,
    record: CaseRecord,
    document: &DocumentRecord,
    forms: &[FormRecord],
) -> Result<CaseRecord> {
    let WholeCase {
        record,
        file,
        documents: before,
        mut items,
        ..
    } = whole::load(tx, record)?;
    edit::may_write(&file, record.stage, Part::Document(document.document_type))?;
    let replaced = before
        .iter()
        .find(|known| known.document_type == document.document_type);
    if let Some(replaced) = replaced {
        documents::delete(tx, replaced.id)?;
    }
    // The same file once more is no correction, unless it was taken away meanwhile.
    let is_same = |known: &DocumentRecord| known.sha256 == document.sha256 && DocumentScan::is_kept(known.scan);
    if !replaced.is_some_and(is_same) {
        items::mark_changed(tx, &mut items, ItemTarget::Document(document.document_type))?;
    }
    documents::insert(tx, document, forms)?;
    touch(tx, &record)
}

/// Takes a document out of a locked case.
pub fn remove(tx: &mut Tx<'_>, record: &CaseRecord, id: DocumentId) -> Result<CaseRecord> {
    documents::find(tx, record.id, id)?;
    edit::may_remove_document(record.kind, record.stage)?;
    documents::delete(tx, id)?;
    touch(tx, record)
}

/// A document of a locked case was refused after it had come. What an item asked for with it is asked for still, and the
/// driver is told where another can be sent. It does not give a draft its time anew.
pub(crate) fn document_refused(tx: &mut Tx<'_>, record: &CaseRecord, document: DocumentType) -> Result<()> {
    items::mark_unchanged(tx, record.id, ItemTarget::Document(document))?;
    diesel::update(cases::table.find(record.id))
        .set(&Change::at(tx, record))
        .execute(tx.conn)?;
    if matches!(
        record.stage,
        Stage::Draft | Stage::InformationRequested | Stage::CorrectionRequested
    ) {
        let about = About::subject(Case::SUBJECT, record.id);
        notify::tell(tx, NotificationKind::DocumentRefused, record.account_id, about)?;
    }
    Ok(())
}

/// Raises the version of a locked case under which something was written; the case as it is then. An untouched draft
/// lapses, so touching one gives it its time anew; the time to answer an information request is not prolonged.
pub fn touch(tx: &mut Tx<'_>, record: &CaseRecord) -> Result<CaseRecord> {
    let change = Change::at(tx, record);
    write_row(tx, record, &change)
}

/// Writes into a locked case, as [`touch`] does; the case as it is then, of which nothing is loaded again.
fn write(tx: &mut Tx<'_>, whole: WholeCase, change: &Change) -> Result<WholeCase> {
    let record = write_row(tx, &whole.record, change)?;
    whole.with_row(record)
}

fn write_row(tx: &mut Tx<'_>, record: &CaseRecord, change: &Change) -> Result<CaseRecord> {
    if record.stage == Stage::Draft {
        let days = lifecycle::lapses(record.kind.table(), record.stage).map(|(_, days)| days);
        timers::restart(tx, Case::SUBJECT, record.id.into(), days)?;
    }
    Ok(diesel::update(cases::table.find(record.id))
        .set(change)
        .returning(CaseRecord::columns())
        .get_result(tx.conn)?)
}

/// What a driver changes in the row of a case; what is none stays as it is.
#[derive(AsChangeset)]
#[diesel(table_name = cases)]
struct Change {
    holder: Option<Stored<Holder>>,
    delivery_address: Option<Stored<Address>>,
    billing_address: Option<Stored<BillingAddress>>,
    declaration: Option<Stored<Value>>,
    version: i32,
    updated_at: At,
}

impl Change {
    /// Now, and to the next version.
    fn at(tx: &Tx<'_>, record: &CaseRecord) -> Self {
        Self {
            holder: None,
            delivery_address: None,
            billing_address: None,
            declaration: None,
            version: record.version + 1,
            updated_at: At(tx.now()),
        }
    }
}
