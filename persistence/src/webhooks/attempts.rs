//! Attempts to deliver, one line for each time that an endpoint was called.

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::{WebhookDeliveryId, WebhookEndpointId};
use domain::webhook::{DeliveryStage, Verdict};

use crate::dialect::prelude::*;
use crate::dialect::{AnyId, At};
use crate::error::Result;
use crate::schema::{webhook_attempts, webhook_deliveries};
use crate::store::{Db, Tx};
use crate::webhooks::{deliveries, endpoints};

/// What came of calling an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// When it was called.
    pub at: DateTime<Utc>,
    /// How long it took, in milliseconds.
    pub duration_ms: i32,
    /// The answer's status, if one came.
    pub status: Option<u16>,
    /// Why none did.
    pub error: Option<String>,
    /// How long the endpoint asks to be left alone.
    pub retry_after: Option<TimeDelta>,
}

impl Called {
    fn verdict(&self) -> Verdict {
        self.status.map_or(Verdict::NotYet, Verdict::of_status)
    }

    /// Whether the endpoint took it.
    pub fn is_taken(&self) -> bool {
        self.verdict() == Verdict::Taken
    }
}

/// A line of the log.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = webhook_attempts)]
pub struct AttemptRecord {
    /// When the endpoint was called.
    pub attempted_at: DateTime<Utc>,
    /// How long it took, in milliseconds.
    pub duration_ms: i32,
    /// The answer's status, if one came.
    pub status: Option<i32>,
    /// Why none did.
    pub error: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = webhook_attempts)]
#[diesel(treat_none_as_default_value = false)]
struct Row<'a> {
    id: AnyId,
    delivery_id: WebhookDeliveryId,
    attempted_at: At,
    duration_ms: i32,
    status: Option<i32>,
    error: Option<&'a str>,
}

/// The attempts at a delivery, oldest first: two days hold a few dozen.
pub fn of(db: &mut Db<'_>, delivery: WebhookDeliveryId) -> Result<Vec<AttemptRecord>> {
    Ok(webhook_attempts::table
        .filter(webhook_attempts::delivery_id.eq(delivery))
        .order(webhook_attempts::id)
        .select(AttemptRecord::columns())
        .load(db.conn)?)
}

/// Writes down what came of calling an endpoint, and what follows for it and for the delivery.
pub fn record(
    tx: &mut Tx<'_>,
    delivery: WebhookDeliveryId,
    endpoint: WebhookEndpointId,
    called: &Called,
) -> Result<()> {
    // Both may have been removed meanwhile.
    let own = webhook_deliveries::table.find(delivery);
    let known: Option<WebhookEndpointId> = own.select(webhook_deliveries::endpoint_id).first(tx.conn).optional()?;
    if known.is_none() {
        return Ok(());
    }
    let endpoint = endpoints::lock_any(tx, endpoint)?;
    let row = Row {
        id: tx.id(),
        delivery_id: delivery,
        attempted_at: At(called.at),
        duration_ms: called.duration_ms,
        status: called.status.map(i32::from),
        error: called.error.as_deref(),
    };
    diesel::insert_into(webhook_attempts::table)
        .values(&row)
        .execute(tx.conn)?;
    diesel::update(own)
        .set((
            webhook_deliveries::attempts.eq(webhook_deliveries::attempts + 1),
            webhook_deliveries::last_status.eq(row.status),
            webhook_deliveries::last_error.eq(row.error),
        ))
        .execute(tx.conn)?;
    match called.verdict() {
        Verdict::Taken => {
            endpoints::succeeded(tx, &endpoint)?;
            deliveries::settle(tx, delivery, DeliveryStage::Delivered)
        }
        verdict => endpoints::failed(tx, &endpoint, verdict == Verdict::Gone, called.retry_after),
    }
}
