//! `POST /v1/back-office/training-centres/{id}/credentials/{client_id}/secret`

use actix_web::post;
use actix_web::web::Data;
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::CentreId;
use domain::oauth::{MOST_OVERLAP_HOURS, OVERLAP_HOURS};
use domain::rules::fault::{Fault, FaultCode};
use persistence::clients;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::auth::Supervisor;
use crate::http::{Body, PathOf, Problem, Reply};
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

/// A fresh secret of a training centre's credentials, shown this once.
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

/// Replace the secret of a training centre's credentials
///
/// The client id stays. The secret before goes on working for some hours, while the centre's system is told of the fresh one; of
/// the secrets before that none does.
#[utoipa::path(
    tag = "back-office",
    operation_id = "replaceCentreCredentialsSecret",
    params(
        ("id" = CentreId, Path, description = "Identifier (`id`) of the training centre."),
        ("client_id" = String, Path, description = "Client id of the credentials whose secret is replaced.", example = "abskilllyon-7k3m9p")
    ),
    request_body = SecretReplacement,
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = ReplacedSecret, description = "The fresh secret, and until when the one before works."))
)]
#[post("/v1/back-office/training-centres/{id}/credentials/{client_id}/secret")]
pub async fn replace_centre_credentials_secret(
    supervisor: Supervisor,
    hub: Data<Hub>,
    PathOf((id, client_id)): PathOf<(CentreId, String)>,
    Body(asked): Body<SecretReplacement>,
) -> Result<Reply, Problem> {
    let hours = asked.overlap_hours.unwrap_or(OVERLAP_HOURS);
    if hours > MOST_OVERLAP_HOURS {
        return Err(Problem::invalid([Fault::new("overlap_hours", FaultCode::TooMany)]));
    }
    let overlap = TimeDelta::hours(hours.into());
    let replaced = hub
        .write(supervisor.author, move |tx| {
            let secret = tx.token().text();
            let until = clients::replace_secret(tx, id, &client_id, &secret, overlap)?;
            Ok(ReplacedSecret {
                client_id: client_id.clone(),
                client_secret: secret,
                previous_secret_until: until,
            })
        })
        .await?;
    Ok(Reply::ok(&replaced).never_stored())
}
