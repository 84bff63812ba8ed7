//! `GET /v1/sandbox/clock`

use actix_web::get;
use actix_web::web::Data;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::{Problem, Reply};
use crate::hub::Hub;

/// What time it is in the sandbox.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"now": "2027-03-20T23:30:00Z", "today": "2027-03-21", "real_now": "2026-11-22T09:00:00Z"}))]
pub struct Clock {
    /// The time of the business: legal dates, links, lapses, reminders, retention.
    now: DateTime<Utc>,
    /// The legal date: the date in Paris at the time `now`.
    today: NaiveDate,
    /// The real time, by which tokens, sessions and limits go.
    real_now: DateTime<Utc>,
}

impl Clock {
    /// What the hub's clocks show.
    pub(super) fn of(hub: &Hub) -> Self {
        let now = hub.clock.now();
        Self {
            now,
            today: domain::time::legal_date(now),
            real_now: hub.system.now(),
        }
    }
}

/// What time it is in the sandbox
///
/// The sandbox's clock: real time, until somebody moved it forward.
#[utoipa::path(
    tag = "sandbox",
    operation_id = "getSandboxClock",
    responses((status = 200, body = Clock, description = "What time it is in the sandbox."))
)]
#[get("/v1/sandbox/clock")]
pub async fn get_clock(hub: Data<Hub>) -> Result<Reply, Problem> {
    Ok(Reply::ok(&Clock::of(&hub)).never_stored())
}
