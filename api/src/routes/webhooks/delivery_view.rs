//! A delivery, as the endpoint's owner sees it.

use chrono::{DateTime, Utc};
use domain::ids::{WebhookDeliveryId, WebhookEventId};
use domain::webhook::{DeliveryStage, EventData, WebhookEvent};
use persistence::webhooks::attempts::AttemptRecord;
use persistence::webhooks::deliveries::{DeliveryRecord, EventRecord};
use serde::Serialize;
use utoipa::ToSchema;

/// The delivery of an event to an endpoint.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookDelivery, example = json!({
    "id": "01975b1c-8888-7aaa-8bbb-0123456789ab", "event_id": "01975b1c-7d4e-7aaa-8bbb-0123456789ab",
    "type": "attestation.matched", "happened_at": "2026-11-22T09:00:00Z",
    "data": {"kind": "attestation", "id": "0197a3a0-1111-7000-8000-000000000001", "stage": "matched"},
    "stage": "delivered", "replayed": false, "attempts": 1, "last_status": 204,
    "created_at": "2026-11-22T09:00:00Z", "settled_at": "2026-11-22T09:00:01Z"
}))]
pub struct WebhookDeliveryView {
    /// Unique identifier of the delivery.
    id: WebhookDeliveryId,
    /// Identifier of the event, which the endpoint reads in `webhook-id`.
    event_id: WebhookEventId,
    /// What happened, by the name under which it is subscribed to.
    r#type: WebhookEvent,
    /// When it happened, whenever it is delivered.
    happened_at: DateTime<Utc>,
    /// The thing that it happened to.
    data: EventData,
    /// What became of the delivery so far.
    stage: DeliveryStage,
    /// Whether its owner asked for it again.
    replayed: bool,
    /// How many times the endpoint was called for it.
    attempts: i32,
    /// Status of the last answer. Left out where none came.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_status: Option<i32>,
    /// Why the last attempt brought no answer. Left out where it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_error: Option<String>,
    /// When the delivery was decided.
    created_at: DateTime<Utc>,
    /// When the endpoint took it, or it was given up. Left out until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    settled_at: Option<DateTime<Utc>>,
}

/// A delivery with each attempt at it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookDeliveryLog, example = json!({
    "delivery": {
        "id": "01975b1c-8888-7aaa-8bbb-0123456789ab", "event_id": "01975b1c-7d4e-7aaa-8bbb-0123456789ab",
        "type": "attestation.matched", "happened_at": "2026-11-22T09:00:00Z",
        "data": {"kind": "attestation", "id": "0197a3a0-1111-7000-8000-000000000001", "stage": "matched"},
        "stage": "delivered", "replayed": false, "attempts": 1, "last_status": 204,
        "created_at": "2026-11-22T09:00:00Z", "settled_at": "2026-11-22T09:00:01Z"
    },
    "log": [{"attempted_at": "2026-11-22T09:00:00Z", "duration_ms": 84, "status": 204}]
}))]
pub struct WebhookDeliveryLogView {
    /// The delivery, as lists show it.
    delivery: WebhookDeliveryView,
    /// The attempts at it, oldest first.
    log: Vec<WebhookAttempt>,
}

/// One time that an endpoint was called.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"attempted_at": "2026-11-22T09:00:00Z", "duration_ms": 84, "status": 204}))]
pub struct WebhookAttempt {
    /// When the endpoint was called.
    attempted_at: DateTime<Utc>,
    /// How long it took, in milliseconds.
    duration_ms: i32,
    /// Status of the answer. Left out where none came.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<i32>,
    /// Why no answer came. Left out where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl WebhookDeliveryView {
    /// A delivery, and what it tells of.
    pub(super) fn of((delivery, event): (DeliveryRecord, EventRecord)) -> Self {
        let document = event.document();
        Self {
            id: delivery.id,
            event_id: document.id,
            r#type: document.r#type,
            happened_at: document.timestamp,
            data: document.data,
            stage: delivery.stage,
            replayed: delivery.replayed,
            attempts: delivery.attempts,
            last_status: delivery.last_status,
            last_error: delivery.last_error,
            created_at: delivery.created_at,
            settled_at: delivery.settled_at,
        }
    }

    /// With the attempts at it.
    pub(super) fn with_log(self, attempts: Vec<AttemptRecord>) -> WebhookDeliveryLogView {
        WebhookDeliveryLogView {
            delivery: self,
            log: attempts.into_iter().map(WebhookAttempt::from).collect(),
        }
    }
}

impl From<AttemptRecord> for WebhookAttempt {
    fn from(attempt: AttemptRecord) -> Self {
        Self {
            attempted_at: attempt.attempted_at,
            duration_ms: attempt.duration_ms,
            status: attempt.status,
            error: attempt.error,
        }
    }
}
