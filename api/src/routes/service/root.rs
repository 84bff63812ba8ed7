//! `GET /`

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, get};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::Reply;
use crate::http::middleware::acceptance::is_for_people;

/// What is served here, and where to read about it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "name": "CQC Hub", "version": "1.0.0", "documentation": "/docs/", "contract": "/openapi.json", "problems": "/problems",
    "health": "/health/ready"
}))]
pub struct Root {
    /// Name of the product: always `CQC Hub`.
    name: &'static str,
    /// Version of the product, which is that of its contract.
    version: &'static str,
    /// Path of the documentation for people.
    documentation: &'static str,
    /// Path of the contract, an OpenAPI 3.1 document.
    contract: &'static str,
    /// Path of the list of all problems.
    problems: &'static str,
    /// Path that tells whether the hub is ready.
    health: &'static str,
}

/// What is served here
///
/// Where to go on: the documentation, the contract, the problems. A browser is led to the documentation; in the sandbox
/// it is shown the example portal.
#[utoipa::path(
    tag = "service",
    operation_id = "getRoot",
    responses(
        (status = 200, body = Root, description = "Where the documentation, the contract and the problems are."),
        (status = 303, description = "The documentation, for a browser.", headers(
            ("Location" = String, description = "Path of the documentation.")
        ))
    )
)]
#[get("/")]
pub async fn get_root(request: HttpRequest) -> Reply {
    let root = Root {
        name: "CQC Hub",
        version: env!("CARGO_PKG_VERSION"),
        documentation: "/docs/",
        contract: "/openapi.json",
        problems: "/problems",
        health: "/health/ready",
    };
    if is_for_people(request.headers()) {
        Reply::json(StatusCode::SEE_OTHER, &root).header(&LOCATION, root.documentation)
    } else {
        Reply::ok(&root)
    }
}
