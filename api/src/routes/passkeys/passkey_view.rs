//! A passkey, as its owner sees it.

use chrono::{DateTime, Utc};
use domain::ids::PasskeyId;
use persistence::passkeys::PasskeyRecord;
use serde::Serialize;
use utoipa::ToSchema;

/// A passkey of a member of staff.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Passkey, example = json!({
    "id": "01975b1c-7d4e-7aaa-8bbb-0123456789ab", "name": "Security key in the drawer", "backed_up": false,
    "created_at": "2026-11-22T09:00:00Z", "last_used_at": "2026-11-23T08:00:00Z"
}))]
pub struct PasskeyView {
    /// Unique identifier of the passkey.
    id: PasskeyId,
    /// Name that its owner gave it.
    name: String,
    /// Whether it is kept in more than one place, as those of a telephone's maker are.
    backed_up: bool,
    /// When the passkey was registered.
    created_at: DateTime<Utc>,
    /// When its owner last signed in by it. Left out where they never did.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_at: Option<DateTime<Utc>>,
}

impl From<PasskeyRecord> for PasskeyView {
    fn from(passkey: PasskeyRecord) -> Self {
        Self {
            id: passkey.id,
            name: passkey.name,
            backed_up: passkey.backed_up,
            created_at: passkey.created_at,
            last_used_at: passkey.last_used_at,
        }
    }
}
