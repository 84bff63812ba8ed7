//! An endpoint, as its owner sees it.

use chrono::{DateTime, Utc};
use domain::ids::WebhookEndpointId;
use domain::webhook::{EndpointStage, PauseReason, WebhookEvent};
use persistence::webhooks::endpoints::EndpointRecord;
use persistence::webhooks::secrets::{self, FreshSecret, PublishedKey};
use persistence::{Db, Error};
use serde::Serialize;
use utoipa::ToSchema;

/// An endpoint that is told of events.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookEndpoint, example = json!({
    "id": "01975b1c-7d4e-7aaa-8bbb-0123456789ab", "version": 1, "url": "https://systems.abskill.example/cqc-hub",
    "description": "Training management, Lyon", "events": ["attestation.matched", "attestation.certified"], "stage": "active",
    "public_keys": [{"key": "whpk_5bGMXK9XAxvwn8gbDs2Hq5gJ3YjvTnFQc1y7sJlWZ0o="}],
    "created_at": "2026-11-22T09:00:00Z", "updated_at": "2026-11-22T09:00:00Z"
}))]
pub struct WebhookEndpointView {
    /// Unique identifier of the endpoint.
    id: WebhookEndpointId,
    /// Version of the endpoint: a number that every change raises. The `ETag` starts with it.
    pub(super) version: i32,
    /// Address to which events are sent.
    url: String,
    /// What its owner says of the endpoint; empty where they say nothing.
    description: String,
    /// Events that the endpoint is told of.
    events: Vec<WebhookEvent>,
    /// What becomes of the endpoint: `paused` while events are kept.
    stage: EndpointStage,
    /// Why the endpoint is paused. Left out where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pause_reason: Option<PauseReason>,
    /// Public keys by which signatures `v1a` are checked, the newest first.
    public_keys: Vec<WebhookPublicKey>,
    /// Since when no attempt has succeeded. Left out where the last one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    failing_since: Option<DateTime<Utc>>,
    /// When the endpoint last took a delivery. Left out where it never did.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_delivered_at: Option<DateTime<Utc>>,
    /// When the endpoint was made.
    created_at: DateTime<Utc>,
    /// When the endpoint last changed.
    updated_at: DateTime<Utc>,
}

/// A public key by which signatures are checked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"key": "whpk_5bGMXK9XAxvwn8gbDs2Hq5gJ3YjvTnFQc1y7sJlWZ0o="}))]
pub struct WebhookPublicKey {
    /// The key of Ed25519, as libraries of Standard Webhooks take it.
    key: String,
    /// From when it signs no more. Left out where it was not replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    retires_at: Option<DateTime<Utc>>,
}

/// What deliveries are signed with from now on. The secret is shown this once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=",
    "public_key": "whpk_5bGMXK9XAxvwn8gbDs2Hq5gJ3YjvTnFQc1y7sJlWZ0o="
}))]
pub struct WebhookSecret {
    /// The secret by which signatures `v1` are checked. Nobody can read it again.
    secret: String,
    /// The public key by which signatures `v1a` are checked.
    public_key: String,
}

/// An endpoint that was just made, with what it is signed for by.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookEndpointWithSecret, example = json!({
    "id": "01975b1c-7d4e-7aaa-8bbb-0123456789ab",
    "endpoint": {
        "id": "01975b1c-7d4e-7aaa-8bbb-0123456789ab", "version": 1, "url": "https://systems.abskill.example/cqc-hub",
        "description": "", "events": ["attestation.matched"], "stage": "active",
        "public_keys": [{"key": "whpk_5bGMXK9XAxvwn8gbDs2Hq5gJ3YjvTnFQc1y7sJlWZ0o="}],
        "created_at": "2026-11-22T09:00:00Z", "updated_at": "2026-11-22T09:00:00Z"
    },
    "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="
}))]
pub struct NewWebhookEndpointView {
    /// Unique identifier of the endpoint.
    id: WebhookEndpointId,
    /// The endpoint, as it will be read.
    endpoint: WebhookEndpointView,
    /// The secret by which signatures `v1` are checked. Nobody can read it again.
    secret: String,
}

impl WebhookEndpointView {
    /// With the keys that sign for it.
    pub(super) fn load(db: &mut Db<'_>, record: EndpointRecord) -> Result<Self, Error> {
        let keys = secrets::public_keys(db, record.id)?;
        Ok(Self {
            id: record.id,
            version: record.version,
            url: record.url,
            description: record.description,
            events: record.events.0,
            stage: record.stage,
            pause_reason: record.pause_reason,
            public_keys: keys.into_iter().map(WebhookPublicKey::from).collect(),
            failing_since: record.failing_since,
            last_delivered_at: record.last_delivered_at,
            created_at: record.created_at,
            updated_at: record.updated_at,
        })
    }

    /// Just made.
    pub(super) fn with_secret(self, fresh: FreshSecret) -> NewWebhookEndpointView {
        NewWebhookEndpointView {
            id: self.id,
            endpoint: self,
            secret: fresh.text,
        }
    }
}

impl From<PublishedKey> for WebhookPublicKey {
    fn from(key: PublishedKey) -> Self {
        Self {
            key: key.text,
            retires_at: key.retires_at,
        }
    }
}

impl From<FreshSecret> for WebhookSecret {
    fn from(fresh: FreshSecret) -> Self {
        Self {
            secret: fresh.text,
            public_key: fresh.public_key,
        }
    }
}
