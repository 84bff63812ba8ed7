//! `GET /health/live`

use actix_web::get;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::Reply;

/// The answer of a hub that runs.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"status": "live"}))]
pub struct Liveness {
    /// Always `live`: the process answers.
    status: &'static str,
}

/// Whether the process answers
///
/// Says nothing of the database or the storage: see `/health/ready`.
#[utoipa::path(
    tag = "service",
    operation_id = "getLiveness",
    extensions(("x-rate-limit" = json!("none"))),
    responses((status = 200, body = Liveness, description = "The process runs, and answers requests."))
)]
#[get("/health/live")]
pub async fn get_liveness() -> Reply {
    Reply::ok(&Liveness { status: "live" }).never_stored()
}
