//! Deliveries of events to endpoints: what is to be sent, and the log that an endpoint's owner reads.

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, WebhookDeliveryId, WebhookEndpointId, WebhookEventId};
use domain::lifecycle::Subject;
use domain::webhook::{DeliveryStage, EndpointStage, EventData, EventDocument, KEPT, WebhookEvent};
use domain::words::Word as _;

use crate::dialect::prelude::*;
use crate::dialect::{AnyId, At};
use crate::each;
use crate::error::{Error, Result};
use crate::keys::Seal;
use crate::outbox::{Kind, Lane};
use crate::schema::{outbox, webhook_attempts, webhook_deliveries, webhook_events};
use crate::store::{Db, Tx};
use crate::webhooks::endpoints::{self, EndpointRecord};
use crate::webhooks::secrets::{self, SigningSecret};

/// A delivery, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = webhook_deliveries)]
pub struct DeliveryRecord {
    /// Its id.
    pub id: WebhookDeliveryId,
    /// To which endpoint.
    pub endpoint_id: WebhookEndpointId,
    /// Of which event.
    pub event_id: WebhookEventId,
    /// What became of it so far.
    pub stage: DeliveryStage,
    /// Whether its owner asked for it again.
    pub replayed: bool,
    /// How often it was tried.
    pub attempts: i32,
    /// What the last answer's status was, if one came.
    pub last_status: Option<i32>,
    /// What the last attempt came to grief on, without an answer.
    pub last_error: Option<String>,
    /// When it was decided.
    pub created_at: DateTime<Utc>,
    /// Until when it is tried.
    pub give_up_at: DateTime<Utc>,
    /// When it was taken, or given up.
    pub settled_at: Option<DateTime<Utc>>,
}

/// An event, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = webhook_events)]
pub struct EventRecord {
    /// Its id.
    pub id: WebhookEventId,
    /// What happened.
    pub event: WebhookEvent,
    /// To what kind of thing.
    pub subject: Option<Subject>,
    /// To which one.
    pub subject_id: AnyId,
    /// The stage that it was in then.
    pub stage: Option<String>,
    /// When.
    pub happened_at: DateTime<Utc>,
    /// The driver whose it is, where operators of frontends are told.
    pub account_id: Option<AccountId>,
}

impl EventRecord {
    /// What is sent.
    pub fn document(&self) -> EventDocument {
        EventDocument {
            id: self.id,
            r#type: self.event,
            timestamp: self.happened_at,
            data: EventData {
                kind: self.subject,
                id: self.subject_id.0,
                stage: self.stage.clone(),
                account_id: self.account_id,
            },
        }
    }
}

/// What is to be sent, to whom, and with which signatures.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The delivery.
    pub delivery: DeliveryRecord,
    /// The event.
    pub event: EventRecord,
    /// The endpoint.
    pub endpoint: EndpointRecord,
    /// What signs, newest first.
    pub secrets: Vec<SigningSecret>,
}

/// What is to be sent of a delivery; none where it is done, or its endpoint was removed.
pub fn outgoing(db: &mut Db<'_>, seal: &Seal, id: WebhookDeliveryId) -> Result<Option<Outgoing>> {
    let Some((delivery, event)) = by_id(db, id)? else {
        return Ok(None);
    };
    if delivery.stage != DeliveryStage::Waiting {
        return Ok(None);
    }
    let Some(endpoint) = endpoints::by_id(db, delivery.endpoint_id)? else {
        return Ok(None);
    };
    // Secrets that do not open any more keep nobody from giving it up.
    let secrets = if delivery.give_up_at > db.real_now() {
        secrets::signing(db, seal, endpoint.id)?
    } else {
        Vec::new()
    };
    Ok(Some(Outgoing {
        delivery,
        event,
        endpoint,
        secrets,
    }))
}

fn by_id(db: &mut Db<'_>, id: WebhookDeliveryId) -> Result<Option<(DeliveryRecord, EventRecord)>> {
    Ok(webhook_deliveries::table
        .inner_join(webhook_events::table)
        .filter(webhook_deliveries::id.eq(id))
        .select((DeliveryRecord::columns(), EventRecord::columns()))
        .first(db.conn)
        .optional()?)
}

/// One delivery to an endpoint; to another one: not found.
pub fn find(
    db: &mut Db<'_>,
    endpoint: WebhookEndpointId,
    id: WebhookDeliveryId,
) -> Result<(DeliveryRecord, EventRecord)> {
    let found = by_id(db, id)?.filter(|(delivery, _)| delivery.endpoint_id == endpoint);
    found.ok_or(Error::NotFound)
}

/// Which deliveries.
#[derive(Debug, Clone, Copy, Default)]
pub struct DeliveryFilter {
    /// Only those of which this became.
    pub stage: Option<DeliveryStage>,
    /// Only those of this event.
    pub event: Option<WebhookEvent>,
}

/// The deliveries to an endpoint, newest first, before `cursor`.
pub fn list(
    db: &mut Db<'_>,
    endpoint: WebhookEndpointId,
    filter: DeliveryFilter,
    cursor: Option<WebhookDeliveryId>,
    limit: i64,
) -> Result<Vec<(DeliveryRecord, EventRecord)>> {
    Ok(each!(db.conn, c => {
        let mut query = webhook_deliveries::table
            .inner_join(webhook_events::table)
            .filter(webhook_deliveries::endpoint_id.eq(endpoint))
            .order(webhook_deliveries::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some(stage) = filter.stage {
            query = query.filter(webhook_deliveries::stage.eq(stage));
        }
        if let Some(event) = filter.event {
            query = query.filter(webhook_events::event.eq(event));
        }
        if let Some(cursor) = cursor {
            query = query.filter(webhook_deliveries::id.lt(cursor));
        }
        query.select((DeliveryRecord::columns(), EventRecord::columns())).load(c)
    })?)
}

/// Keeps a delivery until its paused endpoint is active again. Where it is so already, it is stale to keep it.
pub fn hold(tx: &mut Tx<'_>, id: WebhookDeliveryId, endpoint: WebhookEndpointId) -> Result<()> {
    let endpoint = match endpoints::by_id(tx, endpoint)? {
        Some(known) => endpoints::lock_any(tx, known.id)?,
        None => return Ok(()),
    };
    if endpoint.stage != EndpointStage::Paused {
        return Err(Error::Stale {
            current: endpoint.version,
        });
    }
    diesel::update(webhook_deliveries::table.find(id))
        .set(webhook_deliveries::stage.eq(DeliveryStage::Held))
        .execute(tx.conn)?;
    Ok(())
}

/// A delivery is given up: it was tried for long enough.
pub fn give_up(tx: &mut Tx<'_>, id: WebhookDeliveryId) -> Result<()> {
    settle(tx, id, DeliveryStage::Failed)
}

pub(super) fn settle(tx: &mut Tx<'_>, id: WebhookDeliveryId, stage: DeliveryStage) -> Result<()> {
    diesel::update(webhook_deliveries::table.find(id))
        .set((
            webhook_deliveries::stage.eq(stage),
            webhook_deliveries::settled_at.eq(Some(At(tx.real_now()))),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Has what waits for an endpoint tried at once.
pub(super) fn hasten(tx: &mut Tx<'_>, endpoint: WebhookEndpointId) -> Result<()> {
    let keys = webhook_deliveries::table
        .filter(webhook_deliveries::endpoint_id.eq(endpoint))
        .filter(webhook_deliveries::stage.eq(DeliveryStage::Waiting))
        .select(webhook_deliveries::ordering_key.nullable());
    let now = tx.database_time();
    let waiting = outbox::table
        .filter(outbox::kind.eq(Kind::Webhook.name()))
        .filter(outbox::settled_at.is_null())
        .filter(outbox::ordering_key.eq_any(keys))
        .filter(outbox::available_at.gt(now));
    if diesel::update(waiting)
        .set(outbox::available_at.eq(now))
        .execute(tx.conn)?
        > 0
    {
        tx.will_leave(Lane::Webhooks);
    }
    Ok(())
}

/// How many deliveries are forgotten at once.
const FORGOTTEN_AT_ONCE: i64 = 1_000;

/// Forgets events, and what became of their deliveries, of which nobody asks any more.
pub fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    let before = At(tx.real_now() - KEPT);
    let ids: Vec<WebhookDeliveryId> = webhook_deliveries::table
        .filter(webhook_deliveries::created_at.lt(before))
        .order(webhook_deliveries::created_at)
        .limit(FORGOTTEN_AT_ONCE)
        .select(webhook_deliveries::id)
        .load(tx.conn)?;
    diesel::delete(webhook_attempts::table.filter(webhook_attempts::delivery_id.eq_any(ids.clone())))
        .execute(tx.conn)?;
    diesel::delete(webhook_deliveries::table.filter(webhook_deliveries::id.eq_any(ids))).execute(tx.conn)?;
    let told = webhook_deliveries::table.select(webhook_deliveries::event_id);
    let untold: Vec<WebhookEventId> = webhook_events::table
        .filter(webhook_events::created_at.lt(before))
        .filter(webhook_events::id.ne_all(told))
        .order(webhook_events::created_at)
        .limit(FORGOTTEN_AT_ONCE)
        .select(webhook_events::id)
        .load(tx.conn)?;
    diesel::delete(webhook_events::table.filter(webhook_events::id.eq_any(untold))).execute(tx.conn)?;
    Ok(())
}
