//! Where a frontend leads somebody, and what it keeps meanwhile.

use chrono::{DateTime, Utc};
use domain::federation::FlowPurpose;
use integrations::oidc::{IdentityProvider, Secrets};
use persistence::oidc::flows::{self, Begun, NewFlow, Shown};
use persistence::owner::Owner;
use persistence::{Author, Token};
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;

use super::unavailable;
use crate::http::{Problem, Reply};
use crate::hub::Hub;

/// A journey to an identity provider that has begun.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "authorization_url": "https://auth.example.org/authorize?response_type=code&client_id=cqc-hub&state=4kQe",
    "verifier": "vB7mU0n1Qy8r2kXo5tZcL4pWf6sJdH9gKaEiYxNuT3M", "expires_at": "2026-11-22T09:10:00Z"
}))]
pub struct Journey {
    /// Address of the provider at which somebody says who they are: lead the browser there.
    #[schema(format = "uri")]
    authorization_url: String,
    /// Secret to keep in the browser's tab (`sessionStorage`) until the provider has sent somebody back, and to show with the
    /// code then.
    verifier: String,
    /// Until when they have to be back.
    expires_at: DateTime<Utc>,
}

/// Begins a journey, for somebody who leads to a provider that can be spoken to.
pub(super) async fn begin(
    hub: &Hub,
    author: Author,
    provider: &IdentityProvider,
    (purpose, owner): (FlowPurpose, Option<Owner>),
    return_url: String,
) -> Result<Reply, Problem> {
    let flow = NewFlow {
        provider: provider.provider().clone(),
        purpose,
        return_url,
        owner,
        verifier: None,
    };
    let (url, begun) = lead(hub, author, provider, flow).await?;
    let journey = Journey {
        authorization_url: url.into(),
        verifier: begun.verifier.text(),
        expires_at: begun.expires_at,
    };
    Ok(Reply::ok(&journey).never_stored())
}

/// As [`begin`]: where the browser is to be led, and what has begun.
pub(in crate::routes) async fn lead(
    hub: &Hub,
    author: Author,
    provider: &IdentityProvider,
    flow: NewFlow,
) -> Result<(Url, Begun), Problem> {
    provider.ready().await.map_err(|trouble| unavailable(&trouble))?;
    let seal = hub.auth.seal();
    let begun = hub.write(author, move |tx| Ok(flows::begin(tx, &seal, &flow)?)).await?;
    let secrets = Secrets {
        state: &begun.state.text(),
        nonce: &begun.nonce.text(),
        pkce_verifier: &begun.pkce_verifier.text(),
    };
    let url = provider.authorization_url(&secrets).await;
    let url = url.map_err(|trouble| unavailable(&trouble))?;
    Ok((url, begun))
}

/// The code, if it can be one, and the verifier. Whatever is shown in place of a verifier, the code has gone astray.
pub(super) fn shown(code: &str, verifier: &str) -> Option<Shown> {
    Some(Shown {
        code: Token::parse(code)?,
        verifier: Token::parse(verifier),
    })
}
