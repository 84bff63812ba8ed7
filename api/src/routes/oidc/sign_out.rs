//! `POST /v1/oidc/sign-outs`

use actix_web::post;
use actix_web::web::Data;
use integrations::oidc::IdentityProvider;
use persistence::oidc::{flows, sign_out};
use persistence::{Author, sessions};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{return_address, unavailable};
use crate::auth::SignedIn;
use crate::http::{Body, Problem, Reply};
use crate::hub::Hub;

/// Where somebody is led once they have signed out everywhere.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"return_url": "http://localhost:3000/"}))]
pub struct SignOutRequest {
    /// The frontend's address, as in `POST /v1/oidc/sign-ins`.
    #[validate(length(max = 2_000))]
    #[schema(format = "uri", max_length = 2_000)]
    return_url: Option<String>,
}

/// The session is over; where to go so that it is at the provider as well.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"end_session_url": "https://auth.example.org/logout?client_id=cqc-hub&state=4kQe"}))]
pub struct SignedOut {
    /// Address of the provider at which its own session ends: lead the browser there. Left out where the session was begun by
    /// a password, or the provider has no such place.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri")]
    end_session_url: Option<String>,
}

/// Sign out here and at the identity provider
///
/// The session of the access token that is shown is over, whatever becomes of the one at the provider. From there the
/// browser is led back to `return_url` (OpenID Connect RP-Initiated Logout 1.0).
#[utoipa::path(
    tag = "sign-in",
    operation_id = "signOutAtIdentityProvider",
    request_body = SignOutRequest,
    security(("driver" = []), ("back_office" = [])),
    responses((status = 200, body = SignedOut, description = "The session is over, and its tokens work no more."))
)]
#[post("/v1/oidc/sign-outs")]
pub async fn sign_out_at_provider(
    me: SignedIn,
    hub: Data<Hub>,
    Body(body): Body<SignOutRequest>,
) -> Result<Reply, Problem> {
    let return_url = return_address::allowed(&hub.settings, body.return_url.as_deref())?;
    let seal = hub.auth.seal();
    let (author, session) = (me.author, me.session);
    let begun = hub.write(author.clone(), move |tx| {
        let begun = sign_out::of_session(tx, &seal, session)?;
        sessions::sign_out(tx, me.owner, session)?;
        Ok(begun)
    });
    let mut end_session_url = None;
    if let Some((from, id_token)) = begun.await?
        && let Ok(provider) = hub.identity_providers.of_audience(from.audience)
        && *provider.provider() == from
    {
        end_session_url = way_out(&hub, author, provider, &id_token, return_url).await?;
    }
    Ok(Reply::ok(&SignedOut { end_session_url }).never_stored())
}

/// The way out at the provider. It does not answer: none, for here it is over all the same.
async fn way_out(
    hub: &Hub,
    author: Author,
    provider: &IdentityProvider,
    id_token: &str,
    return_url: String,
) -> Result<Option<String>, Problem> {
    let from = provider.provider().clone();
    let audience = from.audience;
    let state = hub
        .write(author, move |tx| Ok(flows::begin_sign_out(tx, &from, &return_url)?))
        .await?;
    let return_to = format!("{}/v1/oidc/signed-out/{audience}", hub.settings.public_base());
    match provider.end_session_url(id_token, &return_to, &state.text()).await {
        Ok(url) => Ok(url.map(Into::into)),
        Err(trouble) => {
            unavailable(&trouble);
            Ok(None)
        }
    }
}
