//! What an access token says (RFC 9068).

use domain::ids::SessionId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The claims. What they say of roles is for clients to read; what somebody may do is looked up at each request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Claims {
    /// The hub that made it.
    pub(super) iss: String,
    /// The hub it is for: the same.
    pub(super) aud: String,
    /// The account, the member of staff, or the machine client.
    pub(super) sub: String,
    /// The client it was made for.
    pub(super) client_id: String,
    /// Seconds since 1970.
    pub(super) iat: i64,
    /// Seconds since 1970.
    pub(super) exp: i64,
    /// The token's own id.
    pub(super) jti: Uuid,
    /// The session, for people.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) sid: Option<SessionId>,
    /// The scope, for machines and frontends: names between spaces.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) scope: Option<String>,
    /// What somebody is, for people: `driver`, `agent` or `supervisor`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) role: Option<String>,
}
