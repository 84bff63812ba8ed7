//! `POST /v1/oidc/back-channel-logouts/{audience}`

use actix_web::post;
use actix_web::web::Data;
use domain::federation::Audience;
use integrations::oidc::Trouble;
use persistence::digest;
use persistence::oidc::sign_out::{self, LoggedOut, LogoutNotice};
use serde::Serialize;
use utoipa::ToSchema;

use super::unavailable;
use crate::auth::Visitor;
use crate::http::input::Form;
use crate::http::problem::ProblemDocument;
use crate::http::{Code, PathOf, Problem, Reply};
use crate::hub::Hub;

/// What a provider posts (OpenID Connect Back-Channel Logout 1.0, 2.5).
#[derive(Debug, ToSchema)]
#[schema(example = json!({"logout_token": "eyJ0eXAiOiJsb2dvdXQrand0IiwiYWxnIjoiUlMyNTYifQ.eyJpc3MiOiJodHRwczovL2F1dGguZXhhbXBsZS5vcmcifQ.c2lnbmF0dXJl"}))]
pub struct LogoutForm {
    /// The provider's word that a session is over: a JWT that it signed.
    pub logout_token: String,
}

/// The provider's word is taken.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"logged_out": true}))]
pub struct LogoutReceived {
    /// Always `true`: the sessions are over, whether there were any or none.
    logged_out: bool,
}

/// What an identity provider says of sessions that are over
///
/// The back-channel logout URI to register there (OpenID Connect Back-Channel Logout 1.0). The sessions here that were begun
/// by the session that the token names, or by any of the person that it names, end at once. A token is taken once, within
/// ten minutes.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "receiveBackChannelLogout",
    params(("audience" = Audience, Path, description = "Whose identity provider it is: `staff` or `drivers`.")),
    request_body(content = LogoutForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, body = LogoutReceived, description = "The sessions are over, and their tokens work no more."),
        (status = 400, body = ProblemDocument, content_type = "application/problem+json", description = "The token is not good, or was taken before (`logout_token_not_valid`).")
    )
)]
#[post("/v1/oidc/back-channel-logouts/{audience}")]
pub async fn receive_logout(
    hub: Data<Hub>,
    visitor: Visitor,
    PathOf(audience): PathOf<Audience>,
    form: Form,
) -> Result<Reply, Problem> {
    let refused = || Problem::new(Code::LogoutTokenNotValid);
    let provider = hub.identity_providers.of_audience(audience)?;
    let mut given = form.values("logout_token");
    let (Some(token), None) = (given.next(), given.next()) else {
        return Err(refused());
    };
    let token = provider.logout_token(token).await.map_err(|trouble| match trouble {
        Trouble::NotProven(_) => {
            tracing::warn!(%trouble, "a logout token is not believed");
            refused()
        }
        _ => unavailable(&trouble),
    })?;
    let from = provider.provider().clone();
    let notice = LogoutNotice {
        token_hash: digest::of_parts([from.issuer.as_bytes(), token.id.as_bytes()]).to_vec(),
        provider: from,
        subject: token.subject,
        provider_session: token.provider_session,
    };
    let outcome = hub
        .write(visitor.author, move |tx| Ok(sign_out::log_out(tx, &notice)?))
        .await?;
    match outcome {
        LoggedOut::Ended(_) => Ok(Reply::ok(&LogoutReceived { logged_out: true }).never_stored()),
        LoggedOut::Repeated => Err(refused()),
    }
}
