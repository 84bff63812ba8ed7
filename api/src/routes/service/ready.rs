//! `GET /health/ready`

use actix_web::get;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use persistence::migrate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::{Answer, Problem};
use crate::hub::Hub;

/// Whether each part answers.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"status": "ready", "database": true, "migrations": true, "storage": true}))]
pub struct Readiness {
    /// `ready` or `not_ready`.
    status: &'static str,
    /// The database answers.
    database: bool,
    /// The database has every table this version needs.
    migrations: bool,
    /// The storage of files answers.
    storage: bool,
}

/// Whether the hub can do its work
///
/// Asks the database, its migrations and the storage of files. 503 as long as one of them is not in order.
#[utoipa::path(
    tag = "service",
    operation_id = "getReadiness",
    responses(
        (status = 200, body = Readiness, description = "Everything is in order."),
        (status = 503, body = Readiness, description = "Something is not.")
    )
)]
#[get("/health/ready")]
pub async fn get_readiness(hub: Data<Hub>) -> Result<Answer, Problem> {
    let pending = hub.store.read(migrate::pending).await;
    let storage = hub.files.probe().await;
    if let Err(error) = &pending {
        tracing::warn!(%error, "the database is not ready");
    }
    if let Err(error) = &storage {
        tracing::warn!(%error, "the storage is not ready");
    }
    let database = pending.is_ok();
    let migrations = pending.is_ok_and(|pending| pending.is_empty());
    let is_ready = database && migrations && storage.is_ok();
    let (status, word) = if is_ready {
        (StatusCode::OK, "ready")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not_ready")
    };
    let readiness = Readiness {
        status: word,
        database,
        migrations,
        storage: storage.is_ok(),
    };
    Ok(Answer::json(status, &readiness).never_stored())
}
