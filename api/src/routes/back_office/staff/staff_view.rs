//! A member of staff, as supervisors see them.

use chrono::{DateTime, Utc};
use domain::access::StaffRole;
use domain::ids::StaffId;
use domain::people::Language;
use domain::rules::contact::shown_email;
use domain::rules::text;
use persistence::staff::StaffRecord;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::Problem;

/// A member of the back office's staff.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Staff, example = json!({
    "id": "01975b1c-7d4e-7aaa-8bbb-0123456789ab", "version": 1, "email": "agent@example.org", "name": "Alex Agent",
    "role": "agent", "language": "fr", "active": true, "has_password": true,
    "created_at": "2026-11-22T09:00:00Z", "updated_at": "2026-11-22T09:00:00Z"
}))]
pub struct StaffView {
    /// Unique identifier of the member of staff.
    id: StaffId,
    /// Version of the member of staff: a number that every change raises. The `ETag` starts with it.
    version: i32,
    /// The email address with which they sign in.
    email: String,
    /// Name of the member of staff, as colleagues know it.
    name: String,
    /// Role of the member of staff: what they may do.
    role: StaffRole,
    /// The language in which they are written to.
    language: Language,
    /// Whether the member of staff may sign in.
    active: bool,
    /// Whether they have chosen a password yet.
    has_password: bool,
    /// When the member of staff was added.
    created_at: DateTime<Utc>,
    /// When the member of staff last changed.
    updated_at: DateTime<Utc>,
}

impl From<StaffRecord> for StaffView {
    fn from(record: StaffRecord) -> Self {
        Self {
            id: record.id,
            version: record.version,
            email: shown_email(&record.email).into_owned(),
            name: record.name,
            role: record.role,
            language: record.language,
            active: record.active,
            has_password: record.password_hash.is_some(),
            created_at: record.created_at,
            updated_at: record.updated_at,
        }
    }
}

/// A colleague's name as it is kept, if it can be one.
pub(super) fn check_name(name: &str) -> Result<String, Problem> {
    let name = text::tidy_name(name);
    match text::surname(&name) {
        None => Ok(name),
        Some(wrong) => Err(Problem::at("/name", wrong)),
    }
}
