//! `GET /v1/back-office/audit-events`

use std::net::IpAddr;

use actix_web::get;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use domain::actor::Role;
use domain::ids::AccountId;
use persistence::audit::{self, AuditFilter};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::auth::Supervisor;
use crate::http::output::{Listing, Page, PageParameters};
use crate::http::{Problem, Reply};
use crate::hub::Hub;

/// Which lines of the trail.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TrailFilter {
    /// Only what was done to the thing with this identifier: an account, a case, a card, …
    #[param(nullable = false)]
    pub subject_id: Option<Uuid>,
    /// Only what was done by whoever has this identifier: an agent, a driver, a machine client.
    #[validate(length(max = 100))]
    #[param(nullable = false)]
    pub actor_id: Option<String>,
    /// Only what was done from this address: IPv4 or IPv6.
    #[param(nullable = false, value_type = Option<String>, example = "198.51.100.7")]
    pub client_address: Option<IpAddr>,
    /// Only what was done so: `read`, `approve`, `sign_in_refused`, …
    #[validate(length(max = 100))]
    #[param(nullable = false)]
    pub action: Option<String>,
    /// Only what was done at this instant, or later; to the millisecond.
    #[param(nullable = false, example = "2026-11-22T00:00:00Z")]
    pub since: Option<DateTime<Utc>>,
    /// Only what was done before this instant; to the millisecond.
    #[param(nullable = false, example = "2026-11-23T00:00:00Z")]
    pub until: Option<DateTime<Utc>>,
}

/// One line of the audit trail: who did what, when and to what. It holds identifiers and addresses of the
/// network, and nothing else of a person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "at": "2026-11-22T09:30:00Z", "actor_role": "agent",
    "actor_id": "01993d2e-5a11-7c11-9d5b-3f2a1b0c9d8e", "action": "approve", "subject": "case",
    "subject_id": "01993d2e-4b22-7c11-9d5b-3f2a1b0c9d8e", "request_id": "7f3c9a52-6f1e-4c55-9d57-1f0c2ad0b1a4",
    "client_address": "198.51.100.7"
}))]
pub struct AuditEvent {
    /// Unique identifier of the line of the audit trail.
    id: Uuid,
    /// When the action was done.
    at: DateTime<Utc>,
    /// In which role somebody, or something, did it.
    actor_role: Role,
    /// Who did it: identifier of an account, a member of staff, a training centre or a machine client, or name of a
    /// payment provider. Left out where it was the hub itself, or a visitor.
    #[serde(skip_serializing_if = "Option::is_none")]
    actor_id: Option<String>,
    /// What was done, in one word: `approve`.
    action: String,
    /// Kind of the thing to which it was done: `case`.
    subject: String,
    /// Unique identifier of the thing to which it was done. Left out where it is no single thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject_id: Option<Uuid>,
    /// Identifier (`X-Request-Id`) of the request in which it was done. Left out where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    /// Address from which that request came. Left out where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_address: Option<String>,
    /// What else is worth knowing; its members depend on `action`. Left out where there is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    details: Option<Value>,
}

impl AuditEvent {
    /// The line as a driver may know it whom it is about: who else did it stands there by their role, without their
    /// name, their address and what they saw.
    pub(in crate::routes) fn for_driver(event: audit::AuditEvent, driver: AccountId) -> Self {
        let driver = driver.to_string();
        let is_own = event.actor_role == Role::Driver && event.actor_id.as_deref() == Some(driver.as_str());
        let whole = Self::from(event);
        if is_own {
            return whole;
        }
        Self {
            actor_id: None,
            request_id: None,
            client_address: None,
            details: None,
            ..whole
        }
    }
}

impl From<audit::AuditEvent> for AuditEvent {
    fn from(event: audit::AuditEvent) -> Self {
        Self {
            id: event.id.0,
            at: *event.at,
            actor_role: event.actor_role,
            actor_id: event.actor_id,
            action: event.action,
            subject: event.subject,
            subject_id: event.subject_id.map(|id| id.0),
            request_id: event.request_id,
            client_address: event.client_address,
            details: event.details.map(|details| details.0),
        }
    }
}

/// Who did what
///
/// The audit trail, newest first: what was changed, what staff and the factory read, who signed in and out, and who was
/// refused.
#[utoipa::path(
    tag = "back-office",
    operation_id = "listAuditEvents",
    params(TrailFilter, PageParameters),
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = Page<AuditEvent>, description = "A page of the audit trail, newest first."))
)]
#[get("/v1/back-office/audit-events")]
pub async fn list_audit_events(
    _: Supervisor,
    hub: Data<Hub>,
    list: Listing<TrailFilter, Uuid>,
) -> Result<Reply, Problem> {
    let filter = AuditFilter {
        subject_id: list.filter.subject_id,
        actor_id: list.filter.actor_id.clone(),
        client_address: list
            .filter
            .client_address
            .map(|address| address.to_canonical().to_string()),
        action: list.filter.action.clone(),
        since: list.filter.since,
        until: list.filter.until,
    };
    let (after, fetch) = (list.after, list.fetch());
    let events = hub.read(move |db| Ok(audit::list(db, &filter, after, fetch)?));
    Ok(list.answer(events.await?, |event| event.id.0, AuditEvent::from))
}
