//! `PUT /v1/sandbox/clock`

use actix_web::put;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use domain::rules;
use domain::time::FURTHEST;
use integrations::timers;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::get_clock::Clock;
use crate::http::{Body, InputFault, Problem, Reply};
use crate::hub::Hub;

/// The time to which the sandbox's clock is moved.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"now": "2027-03-20T23:30:00Z"}))]
pub struct Instant {
    /// The new time of the business: one that has not passed, `2100-01-01T00:00:00Z` at the latest.
    pub now: DateTime<Utc>,
}

/// Move the sandbox's clock
///
/// Forward only. Reminders, lapses and retention that are due until then run in order before the answer comes; tokens
/// and limits keep real time. Mails follow a moment later.
#[utoipa::path(
    tag = "sandbox",
    operation_id = "moveSandboxClock",
    request_body = Instant,
    responses((status = 200, body = Clock, description = "What time it is in the sandbox now."))
)]
#[put("/v1/sandbox/clock")]
pub async fn move_clock(hub: Data<Hub>, Body(instant): Body<Instant>) -> Result<Reply, Problem> {
    if instant.now < hub.clock.now() {
        return Err(Problem::at("/now", rules::FaultCode::InPast));
    }
    // A clock never goes back: a slip of the keyboard would ruin the sandbox for good.
    if instant.now > FURTHEST {
        return Err(Problem::at("/now", InputFault::Range));
    }
    timers::advance(&hub.store, instant.now).await?;
    // What real time would have asked about on the way.
    hub.reconciliation().once().await?;
    Ok(Reply::ok(&Clock::of(&hub)).never_stored())
}
