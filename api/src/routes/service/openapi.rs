//! `GET /openapi.json`, `GET /openapi.yaml`

use actix_web::get;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL};
use actix_web::web::Data;
use bytes::Bytes;
use utoipa::openapi::OpenApi;

use crate::contract;
use crate::http::Answer;

/// The contract, written out once.
#[derive(Debug, Clone)]
pub struct Written {
    json: Bytes,
    yaml: Bytes,
}

impl Written {
    /// Writes a contract out.
    pub fn of(contract: &OpenApi) -> Self {
        // utoipa's model has nothing that JSON could not hold.
        let json = contract.to_json().unwrap_or_default();
        Self {
            json: json.into(),
            yaml: contract::yaml(contract).into(),
        }
    }
}

/// This contract, as JSON
///
/// OpenAPI 3.1. To be read by programs; people may prefer `/docs`.
#[utoipa::path(
    tag = "service",
    operation_id = "getContractAsJson",
    responses((status = 200, body = Object, content_type = "application/json", description = "The contract."))
)]
#[get("/openapi.json")]
pub async fn get_as_json(written: Data<Written>) -> Answer {
    public("application/json", written.json.clone())
}

/// This contract, as YAML
///
/// The same document as `/openapi.json`.
#[utoipa::path(
    tag = "service",
    operation_id = "getContractAsYaml",
    responses((status = 200, body = String, content_type = "application/yaml", description = "The contract."))
)]
#[get("/openapi.yaml")]
pub async fn get_as_yaml(written: Data<Written>) -> Answer {
    public("application/yaml", written.yaml.clone())
}

fn public(media_type: &str, document: Bytes) -> Answer {
    Answer::bytes(media_type, document)
        .version(0)
        .header(&CACHE_CONTROL, "public, max-age=60")
        .header(&ACCESS_CONTROL_ALLOW_ORIGIN, "*")
}
