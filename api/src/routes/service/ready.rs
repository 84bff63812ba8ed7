//! `GET /health/ready`

use actix_web::get;
use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::web::Data;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::{Problem, Reply};
use crate::hub::Hub;

/// When to ask again, in seconds, while something is not in order.
const SOON: &str = "2";

/// Whether each part that the hub needs is in order.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"status": "ready", "database": true, "migrations": true, "storage": true, "scanner": true}))]
pub struct Readiness {
    /// `ready` where all parts are in order, `not_ready` otherwise.
    status: &'static str,
    /// Whether the database can be read and written.
    database: bool,
    /// Whether the database is of the version that the hub needs.
    migrations: bool,
    /// Whether the storage of files can be read and written.
    storage: bool,
    /// Whether the scanner of viruses answers. While it does not, uploaded documents wait for it and all else is done: the
    /// hub is `ready`. Left out where no scanner is set up.
    #[serde(skip_serializing_if = "Option::is_none")]
    scanner: Option<bool>,
}

/// Whether the hub can do its work
///
/// Writes a little to the database and to the storage of files, and looks at the migrations: at most once a second,
/// however often it is asked. 503 as long as one of them is not in order.
#[utoipa::path(
    tag = "service",
    operation_id = "getReadiness",
    extensions(("x-rate-limit" = json!("none"))),
    responses(
        (status = 200, body = Readiness, description = "Everything is in order: the hub can do its work."),
        (status = 503, body = Readiness, description = "A part is not in order: the hub cannot do its work.")
    )
)]
#[get("/health/ready")]
pub async fn get_readiness(hub: Data<Hub>) -> Result<Reply, Problem> {
    let standing = hub.standing().await;
    let (status, word) = if standing.is_ready() {
        (StatusCode::OK, "ready")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not_ready")
    };
    let readiness = Readiness {
        status: word,
        database: standing.database,
        migrations: standing.migrations,
        storage: standing.storage,
        scanner: standing.scanner,
    };
    let answer = Reply::json(status, &readiness).never_stored();
    Ok(if standing.is_ready() {
        answer
    } else {
        answer.header(&RETRY_AFTER, SOON)
    })
}
