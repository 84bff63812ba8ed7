//! A link, as whoever is linked and supervisors see it.

use chrono::{DateTime, Utc};
use domain::ids::IdentityLinkId;
use persistence::oidc::links::IdentityLink;
use serde::Serialize;
use utoipa::ToSchema;

/// A link between somebody and who they are at an identity provider.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OidcLink, example = json!({
    "id": "01975b1c-7d4e-7aaa-8bbb-0123456789ab", "issuer": "https://auth.example.org",
    "created_at": "2026-11-22T09:00:00Z", "last_used_at": "2026-11-23T08:00:00Z"
}))]
pub struct LinkView {
    /// Unique identifier of the link.
    id: IdentityLinkId,
    /// Name of the identity provider.
    #[schema(format = "uri")]
    issuer: String,
    /// When the identity was linked.
    created_at: DateTime<Utc>,
    /// When somebody last signed in by it. Left out where nobody has.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_at: Option<DateTime<Utc>>,
}

impl From<IdentityLink> for LinkView {
    fn from(link: IdentityLink) -> Self {
        Self {
            id: link.id,
            issuer: link.issuer,
            created_at: link.created_at,
            last_used_at: link.last_used_at,
        }
    }
}
