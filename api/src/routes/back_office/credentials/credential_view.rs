//! Credentials, as supervisors see them.

use chrono::{DateTime, Utc};
use domain::access::Partner;
use persistence::clients::{self, Credential};
use serde::Serialize;
use utoipa::ToSchema;

use super::keys::ClientKey;
use crate::http::{Listing, NoFilter, Problem, Reply};
use crate::hub::Hub;

/// Credentials with which one of a partner's systems signs in. Their secret was shown once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "client_id": "transplanning-7k3m9p", "created_at": "2026-11-22T09:00:00Z", "last_used_at": "2026-11-22T09:30:00Z"
}))]
pub struct MachineCredentials {
    /// The client id with which the system asks for tokens.
    client_id: String,
    /// When the credentials were made.
    created_at: DateTime<Utc>,
    /// When the credentials were revoked: they work no more. Left out while they work.
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_at: Option<DateTime<Utc>>,
    /// When a token was last got with the credentials. Left out where none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_at: Option<DateTime<Utc>>,
    /// Until when the secret works that was replaced last. Left out where none was replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_secret_until: Option<DateTime<Utc>>,
    /// The public keys by which the system signs in, instead of by its secret. Left out where it has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keys: Vec<ClientKey>,
}

impl From<Credential> for MachineCredentials {
    fn from(one: Credential) -> Self {
        let keys = one.keys.map_or_else(Vec::new, |keys| keys.0);
        Self {
            client_id: one.client_id,
            created_at: one.created_at,
            revoked_at: one.revoked_at,
            last_used_at: one.last_used_at,
            previous_secret_until: one.previous_secret_until,
            keys: keys.into_iter().map(Into::into).collect(),
        }
    }
}

/// A page of a partner's credentials.
pub async fn listed(hub: &Hub, partner: Partner, list: Listing<NoFilter, String>) -> Result<Reply, Problem> {
    let (after, fetch) = (list.after.clone(), list.fetch());
    let rows = hub
        .ask(move |db| Ok(clients::list(db, partner, after.as_deref(), fetch)?))
        .await?;
    let answer = list.answer(rows, |row| row.client_id.clone(), MachineCredentials::from);
    Ok(answer.never_stored())
}
