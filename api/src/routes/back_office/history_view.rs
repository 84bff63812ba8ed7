//! The way something went, as agents read it.

use chrono::{DateTime, Utc};
use domain::actor::Role;
use persistence::transitions::HistoryEntry;
use serde::Serialize;
use utoipa::ToSchema;

/// A stage that something passed: what was done, by whom and when.
#[derive(Debug, Serialize, ToSchema)]
pub struct PassageView {
    /// What was done, in one word: an action of the account or case.
    #[schema(example = "approve")]
    action: String,
    /// The stage that the action led to.
    #[schema(example = "awaiting_password")]
    stage: String,
    /// In which role somebody, or something, did it.
    by: Role,
    /// Why it was done. Left out where no reason was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// When the action was done.
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
