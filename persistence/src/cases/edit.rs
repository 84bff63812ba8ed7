//! What a driver writes into a case: each change raises its version and restarts the time after which it lapses.

use diesel::prelude::*;
use domain::case::edit::{self, Part};
use domain::case::{Case, Declaration, Field, ItemTarget, Stage};
use domain::ids::DocumentId;
use domain::lifecycle::{self, Lifecycle};
use domain::people::{Address, BillingAddress, Holder};

use super::{CaseRecord, WholeCase, find, items, whole};
use crate::dialect::{At, Stored};
use crate::documents::{self, DocumentRecord, FormRecord};
use crate::error::{Error, Result};
use crate::schema::cases;
use crate::store::Tx;
use crate::timers;

/// Replaces the holder of a locked case; items that name a field which is different now are noted as changed.
pub fn put_holder(tx: &mut Tx<'_>, record: CaseRecord, holder: &Holder) -> Result<CaseRecord> {
    let WholeCase { record, file, .. } = whole::load(tx, record)?;
    edit::may_write(&file, record.stage, Part::Holder)?;
    let unasked = edit::unasked_changes(&file, record.stage, holder);
    if !unasked.is_empty() {
        return Err(Error::Invalid(unasked));
    }
    for field in edit::changed_fields(record.holder(), holder) {
        items::mark_changed(tx, record.id, ItemTarget::Field(field))?;
    }
    diesel::update(cases::table.find(record.id))
        .set(cases::holder.eq(Some(Stored(holder.clone()))))
        .execute(tx.conn)?;
    touch(tx, &record)
}

/// Replaces the address to which a locked case's card goes.
pub fn put_delivery_address(tx: &mut Tx<'_>, record: CaseRecord, address: &Address) -> Result<CaseRecord> {
    let WholeCase { record, file, .. } = whole::load(tx, record)?;
    edit::may_write(&file, record.stage, Part::DeliveryAddress)?;
    if file.delivery_address.as_ref() != Some(address) {
        items::mark_changed(tx, record.id, ItemTarget::Field(Field::DeliveryAddress))?;
    }
    diesel::update(cases::table.find(record.id))
        .set(cases::delivery_address.eq(Some(Stored(address.clone()))))
        .execute(tx.conn)?;
    touch(tx, &record)
}

/// Replaces the address to which a locked case's invoice goes.
pub fn put_billing_address(tx: &mut Tx<'_>, record: CaseRecord, billing: &BillingAddress) -> Result<CaseRecord> {
    let WholeCase { record, file, .. } = whole::load(tx, record)?;
    edit::may_write(&file, record.stage, Part::BillingAddress)?;
    if record.billing_address.as_ref().map(|known| &known.0) != Some(billing) {
        items::mark_changed(tx, record.id, ItemTarget::Field(Field::BillingAddress))?;
    }
    diesel::update(cases::table.find(record.id))
        .set(cases::billing_address.eq(Some(Stored(billing.clone()))))
        .execute(tx.conn)?;
    touch(tx, &record)
}

/// Replaces what the driver of a locked case declares. Its faults are judged here, since they depend on the card.
pub fn put_declaration(tx: &mut Tx<'_>, record: CaseRecord, declaration: &Declaration) -> Result<CaseRecord> {
    let WholeCase { record, file, .. } = whole::load(tx, record)?;
    edit::may_write(&file, record.stage, Part::Declaration)?;
    let Some(card) = file.card.filter(|_| declaration.suits(record.kind)) else {
        return Err(Error::Corrupt(format!("case {} takes no such declaration", record.id)));
    };
    let declaration = declaration.clone().tidied();
    let found = declaration.faults(card.issued_on, tx.today());
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let kept = serde_json::to_value(&declaration).map_err(|error| Error::Corrupt(error.to_string()))?;
    diesel::update(cases::table.find(record.id))
        .set(cases::declaration.eq(Some(Stored(kept))))
        .execute(tx.conn)?;
    touch(tx, &record)
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
        ..
    } = whole::load(tx, record)?;
    edit::may_write(&file, record.stage, Part::Document(document.document_type))?;
    let replaced = before
        .iter()
        .find(|known| known.document_type == document.document_type);
    if let Some(replaced) = replaced {
        documents::delete(tx, replaced.id)?;
    }
    // The same file once more is no correction.
    if replaced.is_none_or(|replaced| replaced.sha256 != document.sha256) {
        items::mark_changed(tx, record.id, ItemTarget::Document(document.document_type))?;
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

/// Raises the version of a locked case under which something was written; the case as it is then. An untouched draft
/// lapses, so touching one gives it its time anew; the time to answer an information request is not prolonged.
pub fn touch(tx: &mut Tx<'_>, record: &CaseRecord) -> Result<CaseRecord> {
    let now = At(tx.now());
    diesel::update(cases::table.find(record.id))
        .set((cases::version.eq(record.version + 1), cases::updated_at.eq(now)))
        .execute(tx.conn)?;
    if record.stage == Stage::Draft {
        let days = lifecycle::lapses(record.kind.table(), record.stage).map(|(_, days)| days);
        timers::restart(tx, Case::SUBJECT, record.id.into(), days)?;
    }
    find(tx, record.id)
}
