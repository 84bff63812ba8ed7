//! What a driver writes into a case: each change raises its version and restarts the time after which it lapses.

use diesel::prelude::*;
use domain::case::{Case, Field, ItemTarget};
use domain::lifecycle::{self, Lifecycle};
use domain::people::{Address, Holder};

use super::{CaseRecord, find, items};
use crate::dialect::{At, Stored};
use crate::error::Result;
use crate::schema::cases;
use crate::store::Tx;
use crate::timers;

/// Replaces the holder; items that name a field which is different now are noted as changed.
pub fn put_holder(tx: &mut Tx<'_>, record: &CaseRecord, holder: &Holder) -> Result<CaseRecord> {
    for field in changed_fields(record.holder(), holder) {
        items::mark_changed(tx, record.id, ItemTarget::Field(field))?;
    }
    diesel::update(cases::table.find(record.id))
        .set(cases::holder.eq(Some(Stored(holder.clone()))))
        .execute(tx.conn)?;
    touch(tx, record)
}

fn changed_fields(before: Option<&Holder>, after: &Holder) -> Vec<Field> {
    let Some(before) = before else { return Vec::new() };
    let (old, new) = (&before.identity, &after.identity);
    [
        (Field::Surname, old.surname != new.surname),
        (Field::FirstNames, old.first_names != new.first_names),
        (Field::BirthDate, old.birth_date != new.birth_date),
        (Field::BirthPlace, old.birth_place != new.birth_place),
        (Field::BirthCountry, old.birth_country != new.birth_country),
        (Field::Licence, before.licence != after.licence),
    ]
    .into_iter()
    .filter_map(|(field, changed)| changed.then_some(field))
    .collect()
}

/// Replaces the address to deliver to, the address to invoice, or both.
pub fn put_addresses(
    tx: &mut Tx<'_>,
    record: &CaseRecord,
    delivery: Option<&Address>,
    billing: Option<&Address>,
) -> Result<CaseRecord> {
    if let Some(address) = delivery {
        diesel::update(cases::table.find(record.id))
            .set(cases::delivery_address.eq(Some(Stored(address.clone()))))
            .execute(tx.conn)?;
        items::mark_changed(tx, record.id, ItemTarget::Field(Field::DeliveryAddress))?;
    }
    if let Some(address) = billing {
        diesel::update(cases::table.find(record.id))
            .set(cases::billing_address.eq(Some(Stored(address.clone()))))
            .execute(tx.conn)?;
        items::mark_changed(tx, record.id, ItemTarget::Field(Field::BillingAddress))?;
    }
    touch(tx, record)
}

/// Raises the version of a locked case under which something was written; the case as it is then. An untouched draft
/// lapses, so touching one gives it its time anew; the time to answer an information request is not prolonged.
pub fn touch(tx: &mut Tx<'_>, record: &CaseRecord) -> Result<CaseRecord> {
    let now = At(tx.now());
    diesel::update(cases::table.find(record.id))
        .set((cases::version.eq(record.version + 1), cases::updated_at.eq(now)))
        .execute(tx.conn)?;
    if record.stage == domain::case::Stage::Draft {
        let days = lifecycle::lapses(record.kind.table(), record.stage).map(|(_, days)| days);
        timers::restart(tx, Case::SUBJECT, record.id.into(), days)?;
    }
    find(tx, record.id)
}
