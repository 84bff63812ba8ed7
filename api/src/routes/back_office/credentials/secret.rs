//! Replacing a secret.

use chrono::{DateTime, TimeDelta, Utc};
use domain::access::Partner;
use domain::oauth::{MOST_OVERLAP_HOURS, OVERLAP_HOURS};
use domain::rules::fault::{Fault, FaultCode};
use persistence::{Author, clients};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::http::{Problem, Reply};
use crate::hub::Hub;

/// How a secret is replaced: for how long the one before goes on working.
#[derive(Debug, Clone, Copy, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"overlap_hours": 24}))]
pub struct SecretReplacement {
    /// Hours for which the secret before goes on working: 24 where this is left out, none where it has become known to others.
    #[schema(minimum = 0, maximum = 168)]
    overlap_hours: Option<u8>,
}

/// A fresh secret of credentials, shown this once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "client_id": "abskilllyon-7k3m9p", "client_secret": "c2VjcmV0IG9mIDMyIGJ5dGVzIGluIGJhc2U2NHVybA",
    "previous_secret_until": "2026-11-23T09:00:00Z"
}))]
pub struct ReplacedSecret {
    /// The client id of the credentials, which stays as it was.
    client_id: String,
    /// The secret that goes with `client_id` from now on. Nobody can read it again.
    client_secret: String,
    /// Until when the secret before goes on working.
    previous_secret_until: DateTime<Utc>,
}

/// Replaces the secret of a partner's credentials, and answers with the fresh one.
pub async fn replaced(
    hub: &Hub,
    author: Author,
    partner: Partner,
    client_id: String,
    asked: SecretReplacement,
) -> Result<Reply, Problem> {
    let hours = asked.overlap_hours.unwrap_or(OVERLAP_HOURS);
    if hours > MOST_OVERLAP_HOURS {
        return Err(Problem::invalid([Fault::new("overlap_hours", FaultCode::TooMany)]));
    }
    let overlap = TimeDelta::hours(hours.into());
    let replaced = hub
        .write(author, move |tx| {
            let secret = tx.token().text();
            let until = clients::replace_secret(tx, partner, &client_id, &secret, overlap)?;
            Ok(ReplacedSecret {
                client_id: client_id.clone(),
                client_secret: secret,
                previous_secret_until: until,
            })
        })
        .await?;
    Ok(Reply::ok(&replaced).never_stored())
}
