//! `GET /.well-known/oauth-authorization-server`

use actix_web::get;
use actix_web::web::Data;
use domain::access::Scope;
use domain::words::Word;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::Reply;
use crate::hub::Hub;

/// What an OAuth client needs to know of the authorisation server (RFC 8414).
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "issuer": "https://hub.example.org", "token_endpoint": "https://hub.example.org/oauth/token",
    "jwks_uri": "https://hub.example.org/.well-known/jwks.json", "response_types_supported": [],
    "grant_types_supported": ["client_credentials"], "token_endpoint_auth_methods_supported": ["client_secret_basic"],
    "scopes_supported": ["attestations", "production"], "service_documentation": "https://hub.example.org/docs/"
}))]
pub struct ServerMetadata {
    /// Address of the hub, which stands in its tokens as `iss`.
    #[schema(example = "https://hub.example.org", format = "uri")]
    issuer: String,
    /// Address at which machine clients get their tokens.
    #[schema(example = "https://hub.example.org/oauth/token", format = "uri")]
    token_endpoint: String,
    /// Address of the keys with which tokens are checked.
    #[schema(example = "https://hub.example.org/.well-known/jwks.json", format = "uri")]
    jwks_uri: String,
    /// Always empty: nothing is authorised in a browser.
    #[schema(example = json!([]))]
    response_types_supported: [&'static str; 0],
    /// How tokens are asked for: `client_credentials`.
    #[schema(example = json!(["client_credentials"]))]
    grant_types_supported: [&'static str; 1],
    /// How clients say who they are: `client_secret_basic`.
    #[schema(example = json!(["client_secret_basic"]))]
    token_endpoint_auth_methods_supported: [&'static str; 1],
    /// The scopes that tokens can have.
    #[schema(example = json!(["attestations", "production"]))]
    scopes_supported: Vec<&'static str>,
    /// Address of the documentation of this API, for people.
    #[schema(example = "https://hub.example.org/docs/", format = "uri")]
    service_documentation: String,
}

/// Where machines get tokens
///
/// The metadata of the authorisation server (RFC 8414).
#[utoipa::path(
    tag = "sign-in",
    operation_id = "getServerMetadata",
    responses((status = 200, body = ServerMetadata, description = "The metadata of the authorisation server."))
)]
#[get("/.well-known/oauth-authorization-server")]
pub async fn get_server_metadata(hub: Data<Hub>) -> Reply {
    let base = hub.settings.public_base();
    let metadata = ServerMetadata {
        issuer: hub.auth.tokens().issuer().to_owned(),
        token_endpoint: format!("{base}/oauth/token"),
        jwks_uri: format!("{base}/.well-known/jwks.json"),
        response_types_supported: [],
        grant_types_supported: ["client_credentials"],
        token_endpoint_auth_methods_supported: ["client_secret_basic"],
        scopes_supported: Scope::ALL.iter().map(|scope| scope.name()).collect(),
        service_documentation: format!("{base}/docs/"),
    };
    Reply::ok(&metadata).public_for(300)
}
