//! What partners' systems are told: an event is written in the transaction that decides it, with a delivery for each
//! endpoint that subscribes to it, which the outbox carries out. Where nobody subscribes, nothing is written.
//!
//! Deliveries of one subject to one endpoint leave one after the other, across replays too. An endpoint that is not
//! active has them held, and gets them in their order once it is.
//!
//! Retries, pauses and what is kept go by real time; an event says when it happened by the clock of the business.

use std::collections::BTreeMap;

use domain::access::Partner;
use domain::ids::{AccountId, WebhookDeliveryId, WebhookEndpointId, WebhookEventId};
use domain::lifecycle::Subject;
use domain::oauth::{FrontendScope, Scopes};
use domain::webhook::{Audience, DeliveryStage, EndpointStage, PATIENCE, WebhookEvent};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::dialect::prelude::*;
use crate::dialect::{AnyId, At, Stored};
use crate::error::Result;
use crate::schema::{sessions, webhook_deliveries, webhook_endpoints, webhook_events};
use crate::store::Tx;
use crate::{digest, key_shared, locked, outbox};

pub mod attempts;
pub mod deliveries;
pub mod endpoints;
pub mod replay;
pub mod secrets;

/// What the outbox needs to tell an endpoint of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliverWebhook {
    /// The delivery.
    pub delivery: WebhookDeliveryId,
}

/// What happened to which subject.
#[derive(Debug, Clone, Copy)]
pub struct Happened<'a> {
    /// What.
    pub event: WebhookEvent,
    /// To what kind of thing; none in a test.
    pub subject: Option<Subject>,
    /// To which one.
    pub subject_id: Uuid,
    /// The stage that it is in now; none in a test.
    pub stage: Option<&'a str>,
    /// The driver whose it is, where operators of frontends are told.
    pub driver: Option<AccountId>,
}

#[derive(Insertable)]
#[diesel(table_name = webhook_events)]
#[diesel(treat_none_as_default_value = false)]
struct EventRow<'a> {
    id: WebhookEventId,
    event: WebhookEvent,
    subject: Option<Subject>,
    subject_id: AnyId,
    stage: Option<&'a str>,
    happened_at: At,
    created_at: At,
    account_id: Option<AccountId>,
}

#[derive(Insertable)]
#[diesel(table_name = webhook_deliveries)]
#[diesel(treat_none_as_default_value = false)]
struct DeliveryRow {
    id: WebhookDeliveryId,
    endpoint_id: WebhookEndpointId,
    event_id: WebhookEventId,
    stage: DeliveryStage,
    ordering_key: AnyId,
    replayed: bool,
    attempts: i32,
    created_at: At,
    give_up_at: At,
}

/// Has a subscriber's endpoints told of an event.
pub(crate) fn publish(tx: &mut Tx<'_>, subscriber: Partner, happened: Happened<'_>) -> Result<()> {
    let listening = listening(tx, subscriber, happened.event)?;
    tell(tx, listening, happened)
}

/// Has the operators told of frontends by which a driver is signed in now, as far as the driver lets them know.
pub(crate) fn publish_to_frontends(tx: &mut Tx<'_>, driver: AccountId, happened: Happened<'_>) -> Result<()> {
    let listening = listening_for(tx, driver, happened.event)?;
    tell(tx, listening, happened)
}

type Listening = Vec<(WebhookEndpointId, EndpointStage)>;

fn tell(tx: &mut Tx<'_>, listening: Listening, happened: Happened<'_>) -> Result<()> {
    if listening.is_empty() {
        return Ok(());
    }
    let event = write_event(tx, happened)?;
    for (endpoint, stage) in listening {
        // What is kept goes first: whoever lets it go holds this lock.
        let stage = match stage {
            EndpointStage::Active => Some(stage),
            EndpointStage::Paused | EndpointStage::Resuming => lock_stage(tx, endpoint)?,
        };
        if let Some(stage) = stage {
            deliver(tx, endpoint, event, happened.subject_id, stage, false)?;
        }
    }
    Ok(())
}

/// Has one endpoint told that its owner tests it: one that [stays](endpoints::keep) meanwhile.
pub fn test(tx: &mut Tx<'_>, endpoint: WebhookEndpointId) -> Result<WebhookDeliveryId> {
    let happened = Happened {
        event: WebhookEvent::Test,
        subject: None,
        subject_id: endpoint.into(),
        stage: None,
        driver: None,
    };
    let event = write_event(tx, happened)?;
    // A test shows whether a paused endpoint works again.
    deliver(tx, endpoint, event, tx.id(), EndpointStage::Active, false)
}

fn write_event(tx: &mut Tx<'_>, happened: Happened<'_>) -> Result<WebhookEventId> {
    let row = EventRow {
        id: tx.id(),
        event: happened.event,
        subject: happened.subject,
        subject_id: AnyId(happened.subject_id),
        stage: happened.stage,
        happened_at: At(tx.now()),
        created_at: At(tx.real_now()),
        account_id: happened.driver,
    };
    diesel::insert_into(webhook_events::table)
        .values(&row)
        .execute(tx.conn)?;
    Ok(row.id)
}

/// The endpoints of a subscriber that want to be told, and what becomes of them. None of them is removed until the
/// transaction ends: a delivery refers to it.
fn listening(tx: &mut Tx<'_>, subscriber: Partner, event: WebhookEvent) -> Result<Listening> {
    type Row = (WebhookEndpointId, EndpointStage, Stored<Vec<WebhookEvent>>);

    let columns = (
        webhook_endpoints::id,
        webhook_endpoints::stage,
        webhook_endpoints::events,
    );
    let rows = match subscriber {
        Partner::Centre(centre) => key_shared!(tx.conn, webhook_endpoints::table
            .filter(webhook_endpoints::centre_id.eq(Some(centre)))
            .order(webhook_endpoints::id)
            .select(columns) => load::<Row>)?,
        Partner::Factory => key_shared!(tx.conn, webhook_endpoints::table
            .filter(webhook_endpoints::audience.eq(Audience::Factory))
            .order(webhook_endpoints::id)
            .select(columns) => load::<Row>)?,
        Partner::Frontend(frontend) => key_shared!(tx.conn, webhook_endpoints::table
            .filter(webhook_endpoints::frontend_id.eq(Some(frontend)))
            .order(webhook_endpoints::id)
            .select(columns) => load::<Row>)?,
    };
    let wanted = rows.into_iter().filter(|(_, _, events)| events.0.contains(&event));
    Ok(wanted.map(|(id, stage, _)| (id, stage)).collect())
}

/// As [`listening`], of the operators of every frontend for which a driver has a session that is good, and whose scopes
/// reach as far as the event: each endpoint once, in however many sessions.
fn listening_for(tx: &mut Tx<'_>, driver: AccountId, event: WebhookEvent) -> Result<Listening> {
    type Row = (
        WebhookEndpointId,
        EndpointStage,
        Stored<Vec<WebhookEvent>>,
        Option<Stored<Vec<FrontendScope>>>,
    );

    let Some(needed) = event.needed_scope() else {
        return Ok(Vec::new());
    };
    let now = At(tx.real_now());
    let of_frontend = webhook_endpoints::table.on(sessions::frontend_id.eq(webhook_endpoints::frontend_id));
    let rows = key_shared!(tx.conn, sessions::table
        .inner_join(of_frontend)
        .filter(sessions::account_id.eq(Some(driver)))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .order(webhook_endpoints::id)
        .select((
            webhook_endpoints::id,
            webhook_endpoints::stage,
            webhook_endpoints::events,
            sessions::scopes,
        )) => load::<Row>)?;
    let wanted = rows.into_iter().filter(|(_, _, events, granted)| {
        let granted = granted.as_ref().map(|granted| Scopes::of(granted.0.iter().copied()));
        events.0.contains(&event) && granted.is_some_and(|granted| granted.cover(needed))
    });
    let each_once: BTreeMap<_, _> = wanted.map(|(id, stage, ..)| (id, stage)).collect();
    Ok(each_once.into_iter().collect())
}

/// The stage of an endpoint, which is locked; none where there is no such endpoint.
fn lock_stage(tx: &mut Tx<'_>, endpoint: WebhookEndpointId) -> Result<Option<EndpointStage>> {
    Ok(locked!(tx.conn, webhook_endpoints::table
        .find(endpoint)
        .select(webhook_endpoints::stage) => first::<EndpointStage>)
    .optional()?)
}

/// Writes a delivery, and puts it into the outbox unless its endpoint is not active.
fn deliver(
    tx: &mut Tx<'_>,
    endpoint: WebhookEndpointId,
    event: WebhookEventId,
    subject_id: Uuid,
    stage: EndpointStage,
    replayed: bool,
) -> Result<WebhookDeliveryId> {
    let key = ordering_key(endpoint, subject_id);
    let now = tx.real_now();
    let is_active = stage == EndpointStage::Active;
    let row = DeliveryRow {
        id: tx.id(),
        endpoint_id: endpoint,
        event_id: event,
        stage: if is_active {
            DeliveryStage::Waiting
        } else {
            DeliveryStage::Held
        },
        ordering_key: AnyId(key),
        replayed,
        attempts: 0,
        created_at: At(now),
        give_up_at: At(now + PATIENCE),
    };
    diesel::insert_into(webhook_deliveries::table)
        .values(&row)
        .execute(tx.conn)?;
    if is_active {
        enqueue(tx, row.id, key)?;
    }
    Ok(row.id)
}

fn enqueue(tx: &mut Tx<'_>, delivery: WebhookDeliveryId, key: Uuid) -> Result<()> {
    let message = DeliverWebhook { delivery };
    outbox::enqueue(tx, outbox::Kind::Webhook, Some(key), None, &message)
}

/// By which the deliveries of one subject to one endpoint keep their order.
fn ordering_key(endpoint: WebhookEndpointId, subject_id: Uuid) -> Uuid {
    let endpoint = Uuid::from(endpoint);
    let hash = digest::of_parts([&b"webhook"[..], endpoint.as_bytes(), subject_id.as_bytes()]);
    let mut key = [0; 16];
    key.copy_from_slice(&hash[..16]);
    Uuid::from_bytes(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_endpoint_keeps_the_order_of_each_subject() {
        let endpoint = |number| WebhookEndpointId(Uuid::from_u128(number));
        let key = ordering_key(endpoint(1), Uuid::from_u128(2));
        assert_eq!(key, ordering_key(endpoint(1), Uuid::from_u128(2)));
        assert_ne!(key, ordering_key(endpoint(1), Uuid::from_u128(3)));
        assert_ne!(key, ordering_key(endpoint(2), Uuid::from_u128(2)));
    }
}
