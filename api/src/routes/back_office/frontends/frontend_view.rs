//! A frontend, as supervisors see it.

use chrono::{DateTime, Utc};
use domain::ids::FrontendId;
use domain::oauth::{ClientParty, Frontend, FrontendScope, client};
use persistence::frontends::FrontendRecord;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::Problem;

/// A frontend that people may authorise to act for them: a public OAuth client.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0197a3a0-7777-7000-8000-000000000001", "version": 1, "name": "TransPlanning", "party": "third_party",
    "redirect_uris": ["https://app.example.org/callback"], "origins": ["https://app.example.org"],
    "scopes": ["profile", "cards:read"], "active": true,
    "created_at": "2026-11-22T09:00:00Z", "updated_at": "2026-11-22T09:00:00Z"
}))]
pub struct OauthClient {
    /// Unique identifier of the frontend: its `client_id`.
    pub id: FrontendId,
    /// Version of the frontend: a number that every change raises. The `ETag` starts with it.
    pub version: i32,
    /// Name of the frontend, as people read it when they are asked what it may do.
    name: String,
    /// Whose frontend it is: the operator's own, or somebody else's.
    party: ClientParty,
    /// The addresses to which people may be led with a code.
    redirect_uris: Vec<String>,
    /// The origins whose scripts may read answers.
    origins: Vec<String>,
    /// The scopes that the frontend may ask for at the most.
    scopes: Vec<FrontendScope>,
    /// Whether anybody is let in by the frontend.
    active: bool,
    /// When the frontend was registered.
    created_at: DateTime<Utc>,
    /// When the frontend last changed.
    updated_at: DateTime<Utc>,
    /// When somebody was last let in by the frontend. Left out where nobody was.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_at: Option<DateTime<Utc>>,
}

impl From<FrontendRecord> for OauthClient {
    fn from(record: FrontendRecord) -> Self {
        Self {
            id: record.id,
            version: record.version,
            name: record.name,
            party: record.party,
            redirect_uris: record.redirect_uris.0,
            origins: record.origins.0,
            scopes: record.scopes.0,
            active: record.active,
            created_at: record.created_at,
            updated_at: record.updated_at,
            last_used_at: record.last_used_at,
        }
    }
}

impl OauthClient {
    /// Where it is read.
    pub fn location(&self) -> String {
        format!("/v1/back-office/oauth-clients/{}", self.id)
    }
}

/// The frontend, tidied; 422 where it is not well formed.
pub fn well_formed(frontend: Frontend) -> Result<Frontend, Problem> {
    let frontend = frontend.tidied();
    let faults = client::check(&frontend);
    if faults.is_empty() {
        Ok(frontend)
    } else {
        Err(Problem::invalid(faults))
    }
}
