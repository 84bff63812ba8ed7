//! `POST /v1/sessions/refresh`

use actix_web::post;
use actix_web::web::Data;
use persistence::Token;
use persistence::sessions::{self, Refreshed};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::session_view::TokenPair;
use crate::auth::Visitor;
use crate::http::problem::ProblemDocument;
use crate::http::{Body, Code, Problem, Reply};
use crate::hub::Hub;

/// The refresh token with which new tokens are asked for.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"refresh_token": "vB7mU0n1Qy8r2kXo5tZcL4pWf6sJdH9gKaEiYxNuT3M"}))]
pub struct RefreshBody {
    /// The refresh token that came with the last access token.
    #[validate(length(max = 200))]
    refresh_token: String,
}

/// Renew the tokens
///
/// The refresh token is used up: the answer brings the next one. The one used up works for another 30 seconds, for two
/// tabs that renew at once or an answer that was lost. If it comes back later the session ends, for somebody may have
/// stolen it. A frontend that somebody authorised renews its tokens by `POST /oauth/token`.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "refreshSession",
    extensions(("x-rate-limit" = json!("tokens"))),
    request_body = RefreshBody,
    responses(
        (status = 200, body = TokenPair, description = "The next access token and refresh token."),
        (status = 401, body = ProblemDocument, content_type = "application/problem+json", description = "The refresh token is not good, or not any more: sign in (`invalid_credentials`).")
    )
)]
#[post("/v1/sessions/refresh")]
pub async fn refresh_session(
    hub: Data<Hub>,
    visitor: Visitor,
    Body(body): Body<RefreshBody>,
) -> Result<Reply, Problem> {
    let refused = || Problem::new(Code::InvalidCredentials);
    let shown = Token::parse(&body.refresh_token).ok_or_else(refused)?;
    let outcome = hub
        .write(visitor.author, move |tx| Ok(sessions::refresh(tx, &shown, None)?))
        .await?;
    match outcome {
        Refreshed::Good(session, present, next) => TokenPair::answer(&hub.auth, present.signed, session, &next),
        Refreshed::Refused => Err(refused()),
    }
}
