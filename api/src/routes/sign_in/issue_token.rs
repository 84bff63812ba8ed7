//! `POST /oauth/token`

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::http::header::WWW_AUTHENTICATE;
use actix_web::post;
use actix_web::web::Data;
use domain::access::Scope;
use persistence::clients;
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::{ACCESS_SECONDS, Visitor};
use crate::http::input::{FORM_LIMIT, RawBody};
use crate::http::{Problem, Reply};
use crate::hub::Hub;

mod request;

use request::{Refusal, TokenForm, TokenRequest};

/// An access token for a machine client.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "access_token": "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFZERTQSJ9.eyJpc3MiOiJodHRwOi8vMTI3LjAuMC4xOjgwODAifQ.c2lnbmF0dXJl",
    "token_type": "Bearer", "expires_in": 600, "scope": "attestations"
}))]
pub struct MachineToken {
    /// The token, for `Authorization: Bearer …`; a JWT (RFC 9068).
    access_token: String,
    /// Type of the token: always `Bearer`.
    token_type: &'static str,
    /// How long the token is good, in seconds. There is no refresh token: ask again.
    expires_in: i64,
    /// The scope of the token: what its holder may do.
    scope: Scope,
}

/// Why no token is given, as RFC 6749 describes it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"error": "invalid_client", "error_description": "Unknown client, or not its secret."}))]
pub struct OAuthError {
    /// Code of the error: `invalid_request`, `invalid_client`, `unsupported_grant_type` or `invalid_scope`.
    error: &'static str,
    /// What is wrong with the request, to be read by people.
    error_description: &'static str,
}

/// Get a token for a machine
///
/// OAuth 2 client credentials (RFC 6749): the client's id and secret in `Authorization: Basic …`. A client has one
/// scope; naming it is not needed.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "issueToken",
    extensions(("x-rate-limit" = json!("tokens"))),
    request_body(content = TokenForm, content_type = "application/x-www-form-urlencoded"),
    security(("client" = [])),
    responses(
        (status = 200, body = MachineToken, description = "An access token for the machine client."),
        (status = 400, body = OAuthError, description = "The form cannot be read, or asks for another grant or scope than the client has."),
        (status = 401, body = OAuthError, description = "No client has this id, or it is not its secret.")
    )
)]
#[post("/oauth/token")]
pub async fn issue_token(
    hub: Data<Hub>,
    visitor: Visitor,
    request: HttpRequest,
    body: RawBody<FORM_LIMIT>,
) -> Result<Reply, Problem> {
    let asked = match TokenRequest::read(&request, &body.bytes) {
        Ok(asked) => asked,
        Err(refusal) => return Ok(refused(refusal)),
    };
    let (id, secret) = (asked.client_id.clone(), asked.secret.clone());
    let signing_in = hub.write(visitor.author, move |tx| Ok(clients::sign_in(tx, &id, &secret)?));
    let client = signing_in.await?;
    let Some(client) = client else {
        return Ok(refused(Refusal::Client));
    };
    if asked.scope.is_some_and(|scope| scope != client.scope) {
        return Ok(refused(Refusal::Scope));
    }
    let token = MachineToken {
        access_token: hub.auth.tokens().for_machine(&client)?,
        token_type: "Bearer",
        expires_in: ACCESS_SECONDS,
        scope: client.scope,
    };
    Ok(Reply::ok(&token).never_stored())
}

fn refused(refusal: Refusal) -> Reply {
    let (status, error, error_description) = match refusal {
        Refusal::Request => (
            StatusCode::BAD_REQUEST,
            "invalid_request",
            "A form with grant_type=client_credentials is expected, each parameter once.",
        ),
        Refusal::Client => (
            StatusCode::UNAUTHORIZED,
            "invalid_client",
            "Unknown client, or not its secret. Expected: Authorization: Basic.",
        ),
        Refusal::Grant => (
            StatusCode::BAD_REQUEST,
            "unsupported_grant_type",
            "Only client_credentials is supported.",
        ),
        Refusal::Scope => (
            StatusCode::BAD_REQUEST,
            "invalid_scope",
            "There is no such scope, or it is not this client's.",
        ),
    };
    let answer = Reply::json(
        status,
        &OAuthError {
            error,
            error_description,
        },
    )
    .never_stored();
    if refusal == Refusal::Client {
        answer.header(&WWW_AUTHENTICATE, "Basic realm=\"cqc-hub\"")
    } else {
        answer
    }
}
