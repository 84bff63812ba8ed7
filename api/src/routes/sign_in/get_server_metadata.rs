//! `GET /.well-known/oauth-authorization-server`

use actix_web::get;
use actix_web::web::Data;
use domain::access::Scope;
use domain::oauth::{FrontendScope, challenge, keys};
use domain::people::Language;
use domain::words::Word;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::Reply;
use crate::hub::Hub;

/// What an OAuth client needs to know of the authorisation server (RFC 8414).
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "issuer": "https://hub.example.org", "authorization_endpoint": "https://hub.example.org/oauth/authorize",
    "token_endpoint": "https://hub.example.org/oauth/token", "revocation_endpoint": "https://hub.example.org/oauth/revoke",
    "jwks_uri": "https://hub.example.org/.well-known/jwks.json", "response_types_supported": ["code"],
    "response_modes_supported": ["query"],
    "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
    "token_endpoint_auth_methods_supported": ["none", "client_secret_basic", "private_key_jwt"],
    "token_endpoint_auth_signing_alg_values_supported": ["EdDSA", "ES256", "PS256", "RS256"],
    "revocation_endpoint_auth_methods_supported": ["none"], "code_challenge_methods_supported": ["S256"],
    "authorization_response_iss_parameter_supported": true, "ui_locales_supported": ["fr", "en"],
    "scopes_supported": ["attestations", "production", "webhooks", "profile", "cases"],
    "service_documentation": "https://hub.example.org/docs/"
}))]
pub struct ServerMetadata {
    /// Address of the hub, which stands in its tokens as `iss`.
    #[schema(example = "https://hub.example.org", format = "uri")]
    issuer: String,
    /// Address to which frontends lead people to sign in.
    #[schema(example = "https://hub.example.org/oauth/authorize", format = "uri")]
    authorization_endpoint: String,
    /// Address at which machine clients and frontends get their tokens.
    #[schema(example = "https://hub.example.org/oauth/token", format = "uri")]
    token_endpoint: String,
    /// Address at which frontends say that a token is needed no more.
    #[schema(example = "https://hub.example.org/oauth/revoke", format = "uri")]
    revocation_endpoint: String,
    /// Address of the keys with which tokens are checked.
    #[schema(example = "https://hub.example.org/.well-known/jwks.json", format = "uri")]
    jwks_uri: String,
    /// What frontends may ask for: `code`, and nothing else.
    #[schema(example = json!(["code"]))]
    response_types_supported: [&'static str; 1],
    /// How frontends are answered: in the query of their address.
    #[schema(example = json!(["query"]))]
    response_modes_supported: [&'static str; 1],
    /// How tokens are asked for: by a code or a refresh token, or, by machines, with `client_credentials`.
    #[schema(example = json!(["authorization_code", "refresh_token", "client_credentials"]))]
    grant_types_supported: [&'static str; 3],
    /// How clients say who they are: frontends by their id alone, machines by `client_secret_basic` or `private_key_jwt`.
    #[schema(example = json!(["none", "client_secret_basic", "private_key_jwt"]))]
    token_endpoint_auth_methods_supported: [&'static str; 3],
    /// By which algorithms machines may sign who they are.
    #[schema(example = json!(["EdDSA", "ES256", "PS256", "RS256"]))]
    token_endpoint_auth_signing_alg_values_supported: [&'static str; 4],
    /// How frontends say who they are that revoke a token: by their id alone.
    #[schema(example = json!(["none"]))]
    revocation_endpoint_auth_methods_supported: [&'static str; 1],
    /// How the challenge of PKCE is made: by `S256`, and nothing else.
    #[schema(example = json!(["S256"]))]
    code_challenge_methods_supported: [&'static str; 1],
    /// Whether answers to frontends name the hub (RFC 9207): they always do.
    #[schema(example = true)]
    authorization_response_iss_parameter_supported: bool,
    /// The languages of the pages on which people sign in.
    #[schema(example = json!(["fr", "en"]))]
    ui_locales_supported: Vec<&'static str>,
    /// The scopes that tokens can have: those of machines, and those of frontends.
    #[schema(example = json!(["attestations", "production", "webhooks", "profile", "cases"]))]
    scopes_supported: Vec<&'static str>,
    /// Address of the documentation of this API, for people.
    #[schema(example = "https://hub.example.org/docs/", format = "uri")]
    service_documentation: String,
}

/// Where tokens come from
///
/// The metadata of the authorisation server (RFC 8414): where frontends lead people to sign in, and where frontends and machines
/// get tokens.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "getServerMetadata",
    responses((status = 200, body = ServerMetadata, description = "The metadata of the authorisation server."))
)]
#[get("/.well-known/oauth-authorization-server")]
pub async fn get_server_metadata(hub: Data<Hub>) -> Reply {
    let base = hub.settings.public_base();
    let of_machines = Scope::ALL.iter().map(|scope| scope.name());
    let of_frontends = FrontendScope::ALL.iter().map(|scope| scope.name());
    let metadata = ServerMetadata {
        issuer: hub.auth.tokens().issuer().to_owned(),
        authorization_endpoint: format!("{base}/oauth/authorize"),
        token_endpoint: format!("{base}/oauth/token"),
        revocation_endpoint: format!("{base}/oauth/revoke"),
        jwks_uri: format!("{base}/.well-known/jwks.json"),
        response_types_supported: ["code"],
        response_modes_supported: ["query"],
        grant_types_supported: ["authorization_code", "refresh_token", "client_credentials"],
        token_endpoint_auth_methods_supported: ["none", "client_secret_basic", "private_key_jwt"],
        token_endpoint_auth_signing_alg_values_supported: keys::ALGORITHMS,
        revocation_endpoint_auth_methods_supported: ["none"],
        code_challenge_methods_supported: [challenge::METHOD],
        authorization_response_iss_parameter_supported: true,
        ui_locales_supported: Language::ALL.iter().map(|language| language.name()).collect(),
        scopes_supported: of_machines.chain(of_frontends).collect(),
        service_documentation: format!("{base}/docs/"),
    };
    Reply::ok(&metadata).public_for(300)
}
