//! A look at a share, as its driver sees it.

use chrono::{DateTime, Utc};
use domain::ids::ShareLookId;
use domain::rules::share::ShareWay;
use persistence::shares::looks::LookRecord;
use serde::Serialize;
use utoipa::ToSchema;

/// A look at what a driver shares. Who it was is not known: an employer does not sign in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ShareLook, example = json!({
    "id": "01993d2e-7b4c-7c11-9d5b-3f2a1b0c9d8e", "way": "link", "looked_at": "2026-11-23T08:12:00Z"
}))]
pub struct LookView {
    /// Unique identifier of the look.
    pub id: ShareLookId,
    /// By which way whoever looked came: the link or the code.
    pub way: ShareWay,
    /// When somebody looked at what is shared.
    pub looked_at: DateTime<Utc>,
}

impl From<LookRecord> for LookView {
    fn from(record: LookRecord) -> Self {
        Self {
            id: record.id,
            way: record.way,
            looked_at: record.looked_at,
        }
    }
}
