//! What an endpoint is sent: which thing, what became of it, when. Whoever may know more asks for it by its id.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::WebhookEvent;
use crate::ids::{AccountId, WebhookEventId};
use crate::lifecycle::Subject;

/// An event, as an endpoint is sent it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = WebhookDocument, example = json!({
    "id": "01975b1c-7d4e-7aaa-8bbb-0123456789ab", "type": "attestation.matched", "timestamp": "2026-11-22T09:00:00Z",
    "data": {"kind": "attestation", "id": "0197a3a0-1111-7000-8000-000000000001", "stage": "matched"}
})))]
pub struct EventDocument {
    /// Identifier of the event, the same at every attempt and replay: also the header `webhook-id`.
    pub id: WebhookEventId,
    /// What happened, by the name under which it is subscribed to.
    pub r#type: WebhookEvent,
    /// When it happened, whenever it is delivered.
    pub timestamp: DateTime<Utc>,
    /// The thing that it happened to.
    pub data: EventData,
}

/// The thing that an event happened to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = WebhookSubject, example = json!({
    "kind": "attestation", "id": "0197a3a0-1111-7000-8000-000000000001", "stage": "matched"
})))]
pub struct EventData {
    /// Kind of the thing: `attestation`, `production_order`, …; left out of a test.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Subject>,
    /// Identifier of the thing, by which it is read; of the endpoint itself in a test.
    pub id: Uuid,
    /// Stage that the thing was in right after the event. It may be in another one by now. Left out of a test.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Account of the driver whose the thing is: `sub` of the tokens with which a frontend acts for them. Left out of what is
    /// told to others than operators of frontends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_document_holds_ids_type_and_time() {
        let document = EventDocument {
            id: WebhookEventId(Uuid::from_u128(1)),
            r#type: WebhookEvent::AttestationMatched,
            timestamp: "2026-11-22T09:00:00Z".parse().expect("an instant"),
            data: EventData {
                kind: Some(Subject::Attestation),
                id: Uuid::from_u128(2),
                stage: Some("matched".to_owned()),
                account_id: None,
            },
        };
        let expected = json!({
            "id": "00000000-0000-0000-0000-000000000001", "type": "attestation.matched",
            "timestamp": "2026-11-22T09:00:00Z",
            "data": {"kind": "attestation", "id": "00000000-0000-0000-0000-000000000002", "stage": "matched"}
        });
        assert_eq!(serde_json::to_value(document).expect("JSON"), expected);
    }
}
