//! `GET /v1/second-factor`

use actix_web::get;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use persistence::{passkeys, second_factors};
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::Member;
use crate::http::{Problem, Reply};
use crate::hub::Hub;

/// Whether a member of staff signs in with a second factor.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"required": true, "confirmed_at": "2026-11-22T09:00:00Z", "recovery_codes_left": 10, "passkeys": 1}))]
pub struct SecondFactor {
    /// Whether their role needs one: nothing else can be done without.
    required: bool,
    /// Since when a code is asked for at sign-in. Left out where none is.
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed_at: Option<DateTime<Utc>>,
    /// Number of recovery codes that were not used yet.
    recovery_codes_left: i64,
    /// Number of passkeys that were registered: whoever signs in with one has shown both factors.
    passkeys: usize,
}

/// My second factor
///
/// For staff: whether a code is asked for at sign-in, how many recovery codes are left, and how many passkeys there are.
/// With passkeys and without a code, signing in with the password works, and the session has no second factor.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "getSecondFactor",
    security(("back_office" = [])),
    responses((status = 200, body = SecondFactor, description = "The second factor, as it is now."))
)]
#[get("/v1/second-factor")]
pub async fn get_second_factor(me: Member, hub: Data<Hub>) -> Result<Reply, Problem> {
    let found = hub.read(move |db| Ok((second_factors::standing(db, me.id)?, passkeys::count(db, me.id)?)));
    let (standing, passkeys) = found.await?;
    Ok(Reply::ok(&SecondFactor {
        required: hub.settings.second_factor.binds(me.role),
        confirmed_at: standing.confirmed_at,
        recovery_codes_left: standing.recovery_codes,
        passkeys,
    }))
}
