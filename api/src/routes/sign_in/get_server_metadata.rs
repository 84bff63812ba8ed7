//! `GET /.well-known/oauth-authorization-server`

use actix_web::get;
use actix_web::web::Data;
use domain::access::Scope;
use domain::words::Word;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::Reply;
use crate::hub::Hub;

/// What an OAuth client needs to know (RFC 8414).
#[derive(Debug, Serialize, ToSchema)]
pub struct ServerMetadata {
    /// Who makes tokens.
    #[schema(example = "https://hub.example.org", format = "uri")]
    issuer: String,
    /// Where machines get theirs.
    #[schema(example = "https://hub.example.org/oauth/token", format = "uri")]
    token_endpoint: String,
    /// The keys to check tokens with.
    #[schema(example = "https://hub.example.org/.well-known/jwks.json", format = "uri")]
    jwks_uri: String,
    /// Nothing is authorised in a browser.
    #[schema(example = json!([]))]
    response_types_supported: [&'static str; 0],
    /// How tokens are asked for.
    #[schema(example = json!(["client_credentials"]))]
    grant_types_supported: [&'static str; 1],
    /// How clients say who they are.
    #[schema(example = json!(["client_secret_basic"]))]
    token_endpoint_auth_methods_supported: [&'static str; 1],
    /// What tokens can be for.
    #[schema(example = json!(["attestations", "production"]))]
    scopes_supported: Vec<&'static str>,
    /// The documentation.
    #[schema(example = "https://hub.example.org/docs/", format = "uri")]
    service_documentation: String,
}

/// Where machines get tokens
///
/// The metadata of the authorisation server (RFC 8414).
#[utoipa::path(
    tag = "sign-in",
    operation_id = "getServerMetadata",
    responses((status = 200, body = ServerMetadata, description = "The metadata."))
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
