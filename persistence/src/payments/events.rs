//! What providers report by themselves: kept at once, each event once, and applied by the dispatcher.
//!
//! A webhook may be faster than the transaction that makes its payment known: then it is applied when it is tried again.

use domain::ids::PaymentId;
use domain::payment::PaymentOutcome;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{PaymentRecord, by_reference, report};
use crate::dialect::prelude::*;
use crate::dialect::{AnyId, At, Stored};
use crate::error::{Error, Result};
use crate::schema::payment_events;
use crate::store::{Db, Tx};
use crate::{locked, outbox};

/// An event that was verified.
#[derive(Debug, Clone)]
pub struct NewEvent<'a> {
    /// Who reports.
    pub provider: &'a str,
    /// The provider's id of the event.
    pub event_id: &'a str,
    /// The payment it is about, where the provider gives our id back.
    pub payment_id: Option<PaymentId>,
    /// The provider's id of the payment.
    pub provider_reference: Option<&'a str>,
    /// What it says.
    pub report: &'a PaymentOutcome,
}

/// An event, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = payment_events)]
#[diesel(treat_none_as_default_value = false)]
pub struct EventRecord {
    /// Its id.
    pub id: AnyId,
    /// Who reported.
    pub provider: String,
    /// The provider's id of it.
    pub event_id: String,
    /// The payment it is about, where the provider gave our id back.
    pub payment_id: Option<PaymentId>,
    /// The provider's id of the payment.
    pub provider_reference: Option<String>,
    /// What it says.
    pub report: Stored<PaymentOutcome>,
    /// When it came.
    pub received_at: At,
    /// When it was applied.
    pub applied_at: Option<At>,
}

/// What waits in the outbox under the kind `payment_event`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTask {
    /// Which event.
    pub event_id: Uuid,
}

/// Keeps an event to be applied after the commit. Says whether it is new: the same event again is kept and applied once.
pub fn keep(tx: &mut Tx<'_>, new: &NewEvent<'_>) -> Result<bool> {
    let id: Uuid = tx.id();
    let row = EventRecord {
        id: AnyId(id),
        provider: new.provider.to_owned(),
        event_id: new.event_id.to_owned(),
        payment_id: new.payment_id,
        provider_reference: new.provider_reference.map(str::to_owned),
        report: Stored(new.report.clone()),
        received_at: At(tx.now()),
        applied_at: None,
    };
    let kept = tx.savepoint(|tx| {
        diesel::insert_into(payment_events::table)
            .values(&row)
            .execute(tx.conn)?;
        Ok(())
    });
    match kept {
        Err(error) if error.is_collision() => return Ok(false),
        kept => kept?,
    }
    // Those about one payment in the order in which they came, as far as that helps: none relies on it.
    let key = new.payment_id.map_or(id, Uuid::from);
    outbox::enqueue(
        tx,
        outbox::Kind::PaymentEvent,
        Some(key),
        None,
        &EventTask { event_id: id },
    )?;
    Ok(true)
}

/// One event.
pub fn find(db: &mut Db<'_>, id: Uuid) -> Result<EventRecord> {
    Ok(payment_events::table
        .find(AnyId(id))
        .select(EventRecord::columns())
        .first(db.conn)?)
}

/// Applies an event, once; the payment as it is then. [`Error::NotFound`] while the payment is not known: to be tried
/// again.
pub fn apply(tx: &mut Tx<'_>, id: Uuid) -> Result<PaymentRecord> {
    let event = find(tx, id)?;
    let payment = payment_of(tx, &event)?;
    // Its payment is locked first: the event is held by whoever applies it.
    let payment = report(tx, payment.id, &event.report)?;
    let event = locked!(tx.conn, payment_events::table
        .find(AnyId(id))
        .select(EventRecord::columns()) => first::<EventRecord>)?;
    if event.applied_at.is_none() {
        let now = Some(At(tx.now()));
        diesel::update(payment_events::table.find(AnyId(id)))
            .set(payment_events::applied_at.eq(now))
            .execute(tx.conn)?;
    }
    Ok(payment)
}

/// Our own id counts where the provider gives it back, but only for its own payments.
fn payment_of(db: &mut Db<'_>, event: &EventRecord) -> Result<PaymentRecord> {
    let by_id = match event.payment_id {
        Some(id) => super::find(db, id).optional_record()?,
        None => None,
    };
    let own = by_id.filter(|payment| payment.provider == event.provider);
    match (own, &event.provider_reference) {
        (Some(payment), _) => Ok(payment),
        (None, Some(reference)) => by_reference(db, &event.provider, reference)?.ok_or(Error::NotFound),
        (None, None) => Err(Error::NotFound),
    }
}

trait OptionalRecord<T> {
    fn optional_record(self) -> Result<Option<T>>;
}

impl<T> OptionalRecord<T> for Result<T> {
    fn optional_record(self) -> Result<Option<T>> {
        match self {
            Ok(record) => Ok(Some(record)),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
