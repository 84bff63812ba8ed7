//! Delivering again: one delivery, or all of a span of time; and letting go what was held for an endpoint. Both go a
//! few at a time, each in a transaction of its own, carried on by the outbox.

use chrono::{DateTime, Utc};
use domain::ids::{WebhookDeliveryId, WebhookEndpointId, WebhookEventId};
use domain::webhook::{DeliveryStage, EndpointStage, PATIENCE};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::audit;
use crate::dialect::prelude::*;
use crate::dialect::{AnyId, At};
use crate::each;
use crate::error::Result;
use crate::outbox::{self, Kind};
use crate::schema::{webhook_deliveries, webhook_events};
use crate::store::Tx;
use crate::webhooks::deliveries::{DeliveryRecord, EventRecord};
use crate::webhooks::{deliver, endpoints, enqueue};

/// How many deliveries go in one transaction.
const AT_ONCE: i64 = 100;

/// What the outbox needs to let deliveries go, or to make them again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplayWebhooks {
    /// To which endpoint.
    pub endpoint: WebhookEndpointId,
    /// What is to be delivered again; what was held, where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub span: Option<Span>,
}

/// Events of a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// From when, by the clock of the business.
    pub since: DateTime<Utc>,
    /// Before when.
    pub until: DateTime<Utc>,
    /// Only what was given up.
    pub failed_only: bool,
    /// Up to which delivery it is done.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub after: Option<WebhookDeliveryId>,
    /// Deliveries made since it was asked for are not made again.
    pub before: WebhookDeliveryId,
}

/// Delivers an event again to the same endpoint, under the same id.
pub fn again(tx: &mut Tx<'_>, delivery: &DeliveryRecord, event: &EventRecord) -> Result<WebhookDeliveryId> {
    let stage = endpoints::lock_any(tx, delivery.endpoint_id)?.stage;
    let id = deliver(tx, delivery.endpoint_id, event.id, event.subject_id.0, stage, true)?;
    let details = json!({"delivery": delivery.id});
    note(tx, delivery.endpoint_id, details)?;
    Ok(id)
}

/// Delivers everything of a span of time again, in its order.
pub fn span(
    tx: &mut Tx<'_>,
    endpoint: WebhookEndpointId,
    since: DateTime<Utc>,
    until: DateTime<Utc>,
    failed_only: bool,
) -> Result<()> {
    let span = Span {
        since,
        until,
        failed_only,
        after: None,
        before: tx.id(),
    };
    note(tx, endpoint, json!({"since": since, "until": until}))?;
    put(tx, endpoint, Some(span))
}

/// Lets go what was held for an endpoint, in its order.
pub(super) fn let_go(tx: &mut Tx<'_>, endpoint: WebhookEndpointId) -> Result<()> {
    put(tx, endpoint, None)
}

fn put(tx: &mut Tx<'_>, endpoint: WebhookEndpointId, span: Option<Span>) -> Result<()> {
    let message = ReplayWebhooks { endpoint, span };
    outbox::enqueue(tx, Kind::WebhookReplay, Some(endpoint.into()), None, &message)
}

/// Carries on with a few deliveries, and has the rest follow.
pub fn carry_on(tx: &mut Tx<'_>, message: &ReplayWebhooks) -> Result<()> {
    let endpoint = match endpoints::by_id(tx, message.endpoint)? {
        Some(known) => endpoints::lock_any(tx, known.id)?,
        None => return Ok(()),
    };
    match message.span {
        Some(span) => replay_some(tx, endpoint.id, endpoint.stage, span),
        // It was paused again meanwhile.
        None if endpoint.stage == EndpointStage::Paused => Ok(()),
        None => release_some(tx, endpoint.id),
    }
}

fn release_some(tx: &mut Tx<'_>, endpoint: WebhookEndpointId) -> Result<()> {
    let held: Vec<(WebhookDeliveryId, AnyId)> = webhook_deliveries::table
        .filter(webhook_deliveries::endpoint_id.eq(endpoint))
        .filter(webhook_deliveries::stage.eq(DeliveryStage::Held))
        .order(webhook_deliveries::id)
        .limit(AT_ONCE)
        .select((webhook_deliveries::id, webhook_deliveries::ordering_key))
        .load(tx.conn)?;
    let give_up_at = At(tx.real_now() + PATIENCE);
    for (id, key) in &held {
        diesel::update(webhook_deliveries::table.find(*id))
            .set((
                webhook_deliveries::stage.eq(DeliveryStage::Waiting),
                webhook_deliveries::give_up_at.eq(give_up_at),
            ))
            .execute(tx.conn)?;
        enqueue(tx, *id, key.0)?;
    }
    if is_full(held.len()) {
        put(tx, endpoint, None)
    } else {
        endpoints::become_active(tx, endpoint)
    }
}

fn replay_some(tx: &mut Tx<'_>, endpoint: WebhookEndpointId, stage: EndpointStage, span: Span) -> Result<()> {
    let found: Vec<(WebhookDeliveryId, WebhookEventId, AnyId)> = each!(tx.conn, c => {
        let mut query = webhook_deliveries::table
            .inner_join(webhook_events::table)
            .filter(webhook_deliveries::endpoint_id.eq(endpoint))
            .filter(webhook_deliveries::id.lt(span.before))
            .filter(webhook_deliveries::replayed.eq(false))
            .filter(webhook_events::happened_at.ge(At(span.since)))
            .filter(webhook_events::happened_at.lt(At(span.until)))
            .order(webhook_deliveries::id)
            .limit(AT_ONCE)
            .into_boxed();
        // What is on its way, or held, arrives by itself.
        query = if span.failed_only {
            query.filter(webhook_deliveries::stage.eq(DeliveryStage::Failed))
        } else {
            query.filter(webhook_deliveries::stage.eq_any([DeliveryStage::Failed, DeliveryStage::Delivered]))
        };
        if let Some(after) = span.after {
            query = query.filter(webhook_deliveries::id.gt(after));
        }
        query
            .select((webhook_deliveries::id, webhook_deliveries::event_id, webhook_events::subject_id))
            .load(c)
    })?;
    for (_, event, AnyId(subject)) in &found {
        deliver(tx, endpoint, *event, *subject, stage, true)?;
    }
    match found.last() {
        Some((last, _, _)) if is_full(found.len()) => {
            let rest = Span {
                after: Some(*last),
                ..span
            };
            put(tx, endpoint, Some(rest))
        }
        _ => Ok(()),
    }
}

fn is_full(found: usize) -> bool {
    i64::try_from(found).unwrap_or(i64::MAX) >= AT_ONCE
}

fn note(tx: &mut Tx<'_>, endpoint: WebhookEndpointId, details: serde_json::Value) -> Result<()> {
    audit::note(
        tx,
        "replay",
        "webhook_endpoint",
        Some(Uuid::from(endpoint)),
        Some(details),
    )
}
