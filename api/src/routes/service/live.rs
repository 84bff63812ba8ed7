//! `GET /health/live`

use actix_web::get;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::Answer;

/// The hub answers.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"status": "live"}))]
pub struct Liveness {
    /// Always `live`.
    status: &'static str,
}

/// Whether the process answers
///
/// Says nothing of the database or the storage: see `/health/ready`.
#[utoipa::path(
    tag = "service",
    operation_id = "getLiveness",
    responses((status = 200, body = Liveness, description = "It answers."))
)]
#[get("/health/live")]
pub async fn get_liveness() -> Answer {
    Answer::ok(&Liveness { status: "live" }).never_stored()
}
