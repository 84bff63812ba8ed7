//! The way something went, as agents read it.

use chrono::{DateTime, Utc};
use domain::actor::Role;
use persistence::transitions::HistoryEntry;
use serde::Serialize;
use utoipa::ToSchema;

/// One step of the way.
#[derive(Debug, Serialize, ToSchema)]
pub struct PassageView {
    /// What was done.
    #[schema(example = "approve")]
    action: String,
    /// Where it led.
    #[schema(example = "awaiting_password")]
    stage: String,
    /// In which role somebody did it.
    by: Role,
    /// Why, where a reason was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// When.
    at: DateTime<Utc>,
}

impl From<HistoryEntry> for PassageView {
    fn from(entry: HistoryEntry) -> Self {
        Self {
            action: entry.action,
            stage: entry.to_stage,
            by: entry.actor_role,
            reason: entry.reason,
            at: *entry.at,
        }
    }
}
