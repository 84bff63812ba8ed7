//! `POST /oauth/revoke`

use actix_web::HttpRequest;
use actix_web::post;
use actix_web::web::Data;
use domain::ids::FrontendId;
use persistence::{Token, frontends, sessions};
use utoipa::ToSchema;

use super::issue_token::request::{Refusal, frontend, once, pairs};
use super::issue_token::{OAuthError, refused};
use crate::auth::Visitor;
use crate::http::input::{FORM_LIMIT, RawBody};
use crate::http::{Problem, Reply};
use crate::hub::Hub;

/// A token that a frontend needs no more, as a form (RFC 7009).
#[derive(Debug, Clone, ToSchema)]
#[schema(example = json!({
    "token": "vB7mU0n1Qy8r2kXo5tZcL4pWf6sJdH9gKaEiYxNuT3M", "client_id": "0197a3a0-7777-7000-8000-000000000001"
}))]
pub struct RevocationForm {
    /// The refresh token, or the access token.
    #[schema(max_length = 4096)]
    pub token: String,
    /// What kind of token it is: looked for as either, whatever is said. May be left out.
    pub token_type_hint: Option<String>,
    /// The client id of the frontend.
    pub client_id: String,
}

/// Revoke a frontend's token
///
/// The session of the token ends, and with it every token of it (RFC 7009). The answer is the same where the token is not
/// good, or another's: there is nothing left to do for whoever asks.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "revokeToken",
    extensions(("x-rate-limit" = json!("tokens"))),
    request_body(content = RevocationForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "The token works no more, whether or not it did."),
        (status = 400, body = OAuthError, description = "The form cannot be read, or names no token or no client.")
    )
)]
#[post("/oauth/revoke")]
pub async fn revoke_token(
    hub: Data<Hub>,
    visitor: Visitor,
    request: HttpRequest,
    body: RawBody<FORM_LIMIT>,
) -> Result<Reply, Problem> {
    // Nobody is asked for a secret here: whatever is wrong is the request.
    let Ok((shown, by)) = read(&request, &body.bytes) else {
        return Ok(refused(Refusal::Request));
    };
    let of_access_token = hub.auth.tokens().session_of(&shown);
    let refresh_token = Token::parse(&shown);
    hub.write(visitor.author, move |tx| {
        let session = match (&refresh_token, of_access_token) {
            (_, Some(session)) => Some(session),
            (Some(token), None) => sessions::session_of(tx, token)?,
            (None, None) => None,
        };
        if let Some(session) = session {
            frontends::revoke(tx, by, session)?;
        }
        Ok(())
    })
    .await?;
    Ok(Reply::done().never_stored())
}

fn read(request: &HttpRequest, body: &[u8]) -> Result<(String, FrontendId), Refusal> {
    let pairs = pairs(request, body)?;
    let shown = once(&pairs, "token")?.ok_or(Refusal::Request)?;
    let named = once(&pairs, "client_id")?;
    Ok((shown, frontend(request, named.as_deref())?))
}
