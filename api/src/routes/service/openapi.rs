//! `GET /openapi.json`, `GET /openapi.yaml`

use std::sync::LazyLock;

use actix_web::get;
use actix_web::http::header::ACCESS_CONTROL_ALLOW_ORIGIN;
use actix_web::web::Data;
use bytes::Bytes;
use utoipa::openapi::OpenApi;

use crate::contract;
use crate::http::Reply;

/// The contract, written out once, when somebody first asks for it.
#[derive(Debug)]
pub struct Written(LazyLock<Texts, Box<dyn FnOnce() -> Texts + Send>>);

#[derive(Debug)]
struct Texts {
    json: Bytes,
    yaml: Bytes,
}

impl Written {
    /// The contract that `contract` makes.
    pub fn of(contract: impl FnOnce() -> OpenApi + Send + 'static) -> Self {
        Self(LazyLock::new(Box::new(|| {
            let contract = contract();
            Texts {
                // utoipa's model has nothing that JSON could not hold.
                json: contract.to_json().unwrap_or_default().into(),
                yaml: contract::yaml(&contract).into(),
            }
        })))
    }
}

/// This contract, as JSON
///
/// OpenAPI 3.1. To be read by programs; people may prefer `/docs`.
#[utoipa::path(
    tag = "service",
    operation_id = "getContractAsJson",
    responses((status = 200, body = Object, content_type = "application/json", description = "This contract: an OpenAPI 3.1 document."))
)]
#[get("/openapi.json")]
pub async fn get_as_json(written: Data<Written>) -> Reply {
    public("application/json", written.0.json.clone())
}

/// This contract, as YAML
///
/// The same document as `/openapi.json`.
#[utoipa::path(
    tag = "service",
    operation_id = "getContractAsYaml",
    responses((status = 200, body = String, content_type = "application/yaml", description = "This contract: an OpenAPI 3.1 document."))
)]
#[get("/openapi.yaml")]
pub async fn get_as_yaml(written: Data<Written>) -> Reply {
    public("application/yaml", written.0.yaml.clone())
}

fn public(media_type: &str, document: Bytes) -> Reply {
    Reply::bytes(media_type, document)
        .version(0)
        .public_for(60)
        .header(&ACCESS_CONTROL_ALLOW_ORIGIN, "*")
}
