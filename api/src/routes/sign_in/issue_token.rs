//! `POST /oauth/token`

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::http::header::WWW_AUTHENTICATE;
use actix_web::post;
use actix_web::web::Data;
use domain::ids::{FrontendId, SessionId};
use domain::oauth::{Scopes, assertion as judged};
use domain::words::Word as _;
use persistence::clients::Client;
use persistence::frontends::exchange::{self, Exchanged};
use persistence::sessions::{self, Refreshed, Signed};
use persistence::{Author, Token, clients, frontends};
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::{ACCESS_SECONDS, Visitor};
use crate::http::input::{FORM_LIMIT, RawBody};
use crate::http::{Problem, Reply};
use crate::hub::Hub;

mod assertion;
pub(super) mod request;

use request::{CodeRequest, MachineRequest, RefreshRequest, Refusal, Shown, TokenForm, TokenRequest};

/// An access token for a machine client or a frontend. The schema has the name that clients know it by.
#[derive(Serialize, ToSchema)]
#[schema(as = MachineToken, description = "An access token for a machine client or a frontend.", example = json!({
    "access_token": "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFZERTQSJ9.eyJpc3MiOiJodHRwOi8vMTI3LjAuMC4xOjgwODAifQ.c2lnbmF0dXJl",
    "token_type": "Bearer", "expires_in": 600, "scope": "attestations"
}))]
pub struct IssuedToken {
    /// The token, for `Authorization: Bearer …`; a JWT (RFC 9068).
    access_token: String,
    /// Type of the token: always `Bearer`.
    token_type: &'static str,
    /// How long the token is good, in seconds.
    expires_in: i64,
    /// The scopes of the token, between spaces: what its holder may do.
    scope: String,
    /// The refresh token of a frontend, good once. Left out for machines, which ask again.
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
}

/// Why no token is given, as RFC 6749 describes it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"error": "invalid_client", "error_description": "Unknown client, or not its secret."}))]
pub struct OAuthError {
    /// Code of the error: `invalid_request`, `invalid_client`, `invalid_grant`, `unsupported_grant_type` or `invalid_scope`.
    error: &'static str,
    /// What is wrong with the request, to be read by people.
    error_description: &'static str,
}

/// Get a token
///
/// OAuth 2 (RFC 6749). Frontends show the code with which somebody came back from `GET /oauth/authorize`, with the verifier
/// of PKCE, and later the refresh token that came last. A code works once, within a minute; shown again, it ends the session
/// that it began. A refresh token is used up as that of `POST /v1/sessions/refresh` is.
///
/// Machines show their id and secret in `Authorization: Basic …`, or, where keys of theirs are registered, an assertion that
/// they have signed (`client_assertion`, RFC 7523): `iss` and `sub` are the client id, `aud` is this endpoint or the issuer,
/// `exp` is at most five minutes ahead, and a `jti` counts once. A machine has one scope; naming it is not needed.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "issueToken",
    extensions(("x-rate-limit" = json!("tokens"))),
    request_body(content = TokenForm, content_type = "application/x-www-form-urlencoded"),
    security(("client" = [])),
    responses(
        (status = 200, body = IssuedToken, description = "An access token for the machine or the frontend."),
        (status = 400, body = OAuthError, description = "The form cannot be read, the code or the refresh token is not good, or another scope is asked for than was granted."),
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
    let answer = match TokenRequest::read(&request, &body.bytes) {
        Ok(TokenRequest::Machine(asked)) => for_machine(&hub, visitor.author, asked).await?,
        Ok(TokenRequest::Code(asked)) => for_code(&hub, visitor.author, asked).await?,
        Ok(TokenRequest::Refresh(asked)) => renewed(&hub, visitor.author, asked).await?,
        Err(refusal) => Err(refusal),
    };
    Ok(match answer {
        Ok(token) => Reply::ok(&token).never_stored(),
        Err(refusal) => refused(refusal),
    })
}

async fn for_machine(
    hub: &Hub,
    author: Author,
    asked: MachineRequest,
) -> Result<Result<IssuedToken, Refusal>, Problem> {
    let MachineRequest {
        client_id,
        shown,
        scope,
    } = asked;
    let known = match shown {
        Shown::Secret(secret) => {
            let signing_in = hub.write(author, move |tx| Ok(clients::sign_in(tx, &client_id, &secret)?));
            signing_in.await?
        }
        Shown::Assertion(signed) => by_assertion(hub, author, client_id, &signed).await?,
    };
    let Some(client) = known else {
        return Ok(Err(Refusal::Client));
    };
    if scope.is_some_and(|scope| scope != client.partner.scope()) {
        return Ok(Err(Refusal::Scope));
    }
    Ok(Ok(IssuedToken {
        access_token: hub.auth.tokens().for_machine(&client)?,
        token_type: "Bearer",
        expires_in: ACCESS_SECONDS,
        scope: client.partner.scope().name().to_owned(),
        refresh_token: None,
    }))
}

/// A machine signs in by what it has signed, for the hub or for this endpoint of it.
async fn by_assertion(hub: &Hub, author: Author, client_id: String, signed: &str) -> Result<Option<Client>, Problem> {
    let named = client_id.clone();
    let keys = hub.ask(move |db| Ok(clients::keys_of(db, &named)?)).await?;
    let endpoint = format!("{}/oauth/token", hub.settings.public_base());
    let good = assertion::verified(signed, &keys).and_then(|claims| {
        let tokens = hub.auth.tokens();
        let audiences = [tokens.issuer(), &endpoint];
        let until = judged::good_until(&claims, &client_id, &audiences, hub.system.now())?;
        Some((claims.id, until))
    });
    let signing_in = hub.write(author, move |tx| {
        let shown = good.as_ref().map(|(id, until)| (id.as_str(), *until));
        Ok(clients::sign_in_by(tx, &client_id, shown, &keys)?)
    });
    signing_in.await
}

async fn for_code(hub: &Hub, author: Author, asked: CodeRequest) -> Result<Result<IssuedToken, Refusal>, Problem> {
    if !is_known(hub, asked.frontend).await? {
        return Ok(Err(Refusal::Client));
    }
    let shown = exchange::Shown {
        frontend: asked.frontend,
        code: asked.code,
        redirect_uri: asked.redirect_uri,
        verifier: asked.verifier,
    };
    let seal = hub.auth.seal();
    let exchanged = hub.write(author, move |tx| Ok(exchange::exchange(tx, &seal, &shown)?));
    match exchanged.await? {
        Exchanged::Good(session, signed, scopes, refresh) => {
            of_frontend(hub, asked.frontend, signed, session, &scopes, &refresh).map(Ok)
        }
        Exchanged::Refused => Ok(Err(Refusal::Grant)),
    }
}

async fn renewed(hub: &Hub, author: Author, asked: RefreshRequest) -> Result<Result<IssuedToken, Refusal>, Problem> {
    let RefreshRequest {
        frontend,
        token,
        scopes,
    } = asked;
    if !is_known(hub, frontend).await? {
        return Ok(Err(Refusal::Client));
    }
    let wanted = scopes.clone();
    let renewing = hub.write(author, move |tx| {
        // Asked before the token is used up, lest a slip cost the session.
        let granted = frontends::granted(tx, frontend, &token)?;
        let reaches = |asked: &Scopes| granted.as_ref().is_none_or(|granted| asked.lie_within(granted));
        if !wanted.as_ref().is_none_or(reaches) {
            return Ok(Err(Refusal::Scope));
        }
        Ok(Ok(sessions::refresh(tx, &token, Some(frontend))?))
    });
    let (session, present, next) = match renewing.await? {
        Ok(Refreshed::Good(session, present, next)) => (session, present, next),
        Ok(Refreshed::Refused) => return Ok(Err(Refusal::Grant)),
        Err(refusal) => return Ok(Err(refusal)),
    };
    let narrowed = scopes.or(present.scopes).unwrap_or_default();
    of_frontend(hub, frontend, present.signed, session, &narrowed, &next).map(Ok)
}

/// Whether there is such a frontend, and it is active.
async fn is_known(hub: &Hub, id: FrontendId) -> Result<bool, Problem> {
    hub.ask(move |db| Ok(frontends::active(db, id)?.is_some())).await
}

fn of_frontend(
    hub: &Hub,
    frontend: FrontendId,
    signed: Signed,
    session: SessionId,
    scopes: &Scopes,
    refresh: &Token,
) -> Result<IssuedToken, Problem> {
    Ok(IssuedToken {
        access_token: hub.auth.tokens().for_frontend(signed, session, frontend, scopes)?,
        token_type: "Bearer",
        expires_in: ACCESS_SECONDS,
        scope: scopes.text(),
        refresh_token: Some(refresh.text()),
    })
}

/// A refusal in the words of RFC 6749.
pub(super) fn refused(refusal: Refusal) -> Reply {
    let (status, error, error_description) = match refusal {
        Refusal::Request => (
            StatusCode::BAD_REQUEST,
            "invalid_request",
            "A form is expected with grant_type and what it takes, each parameter once.",
        ),
        Refusal::Client => (
            StatusCode::UNAUTHORIZED,
            "invalid_client",
            "Unknown client, or not its secret. Expected: client_id of a frontend, or Authorization: Basic or client_assertion of a machine.",
        ),
        Refusal::GrantType => (
            StatusCode::BAD_REQUEST,
            "unsupported_grant_type",
            "Only authorization_code, refresh_token and client_credentials are supported.",
        ),
        Refusal::Grant => (
            StatusCode::BAD_REQUEST,
            "invalid_grant",
            "The code or refresh token is not good, or not any more, or was made for another client, address or verifier.",
        ),
        Refusal::Scope => (
            StatusCode::BAD_REQUEST,
            "invalid_scope",
            "There is no such scope, or it was not granted.",
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
