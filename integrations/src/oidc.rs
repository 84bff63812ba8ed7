//! An OpenID Connect provider that the operator trusts: ProConnect for staff, FranceConnect for drivers, or any other.
//!
//! Discovery, authorization code with PKCE, ID tokens and userinfo. What is proven is checked by the `openidconnect` crate
//! (issuer, audience, signature by an asymmetric key of the provider's, expiry, nonce); what it does not know, logout
//! tokens and userinfo that is signed by another algorithm than RS256, in [`signed`].
//!
//! A provider is asked within [bounds](http): a time, a size, no redirects. It is not asked anything twice that it said
//! lately: see [`known`].

mod claims;
mod http;
mod known;
mod logout;
mod signed;
#[cfg(test)]
mod tests;

use std::time::Duration;

use domain::federation::Audience;
use openidconnect::core::{CoreAuthDisplay, CoreAuthPrompt, CoreGenderClaim, CoreResponseType};
use openidconnect::core::{
    CoreErrorResponseType, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
    CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthType, AuthenticationContextClass, AuthenticationFlow, ClientId, ClientSecret, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields, LogoutRequest, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, RedirectUrl, Scope, StandardErrorResponse,
    StandardTokenResponse,
};
use persistence::oidc::Provider;
use persistence::time::SystemClock;
use serde::{Deserialize, Serialize};
use url::Url;

pub use logout::LogoutToken;

use known::Known;

/// How long a provider may take to answer. Somebody waits for it in a browser.
const TIMEOUT: Duration = Duration::from_secs(10);

/// How the hub is registered at a provider.
#[derive(Clone, PartialEq, Eq)]
pub struct Registration {
    /// Whom the provider vouches for.
    pub audience: Audience,
    /// The provider's name, exactly as it writes it itself (`iss`).
    pub issuer: String,
    /// What people call it.
    pub name: String,
    /// The name it gave the hub.
    pub client_id: String,
    /// The secret it gave the hub.
    pub client_secret: String,
    /// Levels of authentication of which one is demanded (`acr`); any is good where there is none.
    pub acr: Vec<String>,
    /// What the hub asks to know, beside `openid`.
    pub scopes: Vec<String>,
}

/// Never shows the secret.
impl std::fmt::Debug for Registration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registration")
            .field("audience", &self.audience)
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .field("acr", &self.acr)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

/// Why somebody's identity is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The provider does not answer, or not so that it could be understood: another attempt may succeed.
    #[error("the identity provider does not answer: {0}")]
    Unavailable(String),
    /// The provider does not take the hub for its client: whoever runs the hub puts that right.
    #[error("the identity provider refuses the hub: {0}")]
    Misregistered(String),
    /// What came back proves nothing.
    #[error("nothing is proven: {0}")]
    NotProven(String),
}

/// What sends somebody to a provider and back.
#[derive(Debug, Clone, Copy)]
pub struct Secrets<'a> {
    /// Comes back by the browser.
    pub state: &'a str,
    /// Comes back in the ID token.
    pub nonce: &'a str,
    /// Shown when the code is exchanged; its hash goes ahead.
    pub pkce_verifier: &'a str,
}

/// A provider.
#[derive(Debug)]
pub struct IdentityProvider {
    registration: Registration,
    provider: Provider,
    redirect_uri: RedirectUrl,
    http: http::Bounded,
    clock: SystemClock,
    known: tokio::sync::Mutex<known::State>,
}

/// The session at the provider, in an ID token (OpenID Connect Back-Channel Logout 1.0, 2.1).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Sid {
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
}

impl AdditionalClaims for Sid {}

type TokenAnswer = StandardTokenResponse<
    IdTokenFields<
        Sid,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

type Client = openidconnect::Client<
    Sid,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    TokenAnswer,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl IdentityProvider {
    /// A provider that sends people back to `redirect_uri`.
    pub fn new(registration: Registration, redirect_uri: &str, clock: SystemClock) -> Result<Self, Trouble> {
        Self::patient(registration, redirect_uri, clock, TIMEOUT)
    }

    fn patient(
        registration: Registration,
        redirect_uri: &str,
        clock: SystemClock,
        timeout: Duration,
    ) -> Result<Self, Trouble> {
        let misregistered = |error: &dyn std::fmt::Display| Trouble::Misregistered(error.to_string());
        Ok(Self {
            provider: Provider {
                audience: registration.audience,
                issuer: registration.issuer.clone(),
            },
            registration,
            redirect_uri: RedirectUrl::new(redirect_uri.to_owned()).map_err(|error| misregistered(&error))?,
            http: http::Bounded::new(crate::http::client().map_err(|error| misregistered(&error))?, timeout),
            clock,
            known: tokio::sync::Mutex::default(),
        })
    }

    /// The provider, as it is told apart in what is kept.
    pub fn provider(&self) -> &Provider {
        &self.provider
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        &self.registration.name
    }

    /// Whether it can be spoken to: it is asked who it is, where that was not known.
    pub async fn ready(&self) -> Result<(), Trouble> {
        self.known().await.map(drop)
    }

    /// Where somebody is led to say who they are.
    pub async fn authorization_url(&self, secrets: &Secrets<'_>) -> Result<Url, Trouble> {
        let known = self.known().await?;
        let client = self.client(&known);
        let own = |text: &str| text.to_owned();
        let (state, nonce) = (own(secrets.state), own(secrets.nonce));
        let verifier = PkceCodeVerifier::new(own(secrets.pkce_verifier));
        let mut request = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        for scope in self.registration.scopes.iter().filter(|scope| *scope != "openid") {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        for level in &self.registration.acr {
            request = request.add_auth_context_value(AuthenticationContextClass::new(level.clone()));
        }
        Ok(request.url().0)
    }

    /// Whether an answer that came by the browser is this provider's (RFC 9207): it says so wherever the provider has
    /// announced that it would, or says anything.
    pub async fn is_answer_of(&self, iss: Option<&str>) -> Result<bool, Trouble> {
        match iss {
            Some(iss) => Ok(iss == self.registration.issuer),
            None => Ok(!self.known().await?.names_itself()),
        }
    }

    /// Where somebody signs out at the provider, and is led back from to `return_to`; none where it has no such place.
    pub async fn end_session_url(&self, id_token: &str, return_to: &str, state: &str) -> Result<Option<Url>, Trouble> {
        let known = self.known().await?;
        let Some(endpoint) = known.end_session_endpoint() else {
            return Ok(None);
        };
        let return_to = PostLogoutRedirectUrl::new(return_to.to_owned())
            .map_err(|error| Trouble::Misregistered(error.to_string()))?;
        let request = LogoutRequest::from(endpoint.clone())
            .set_client_id(ClientId::new(self.registration.client_id.clone()))
            .set_post_logout_redirect_uri(return_to)
            .set_state(CsrfToken::new(state.to_owned()));
        let mut url = request.http_get_url();
        url.query_pairs_mut().append_pair("id_token_hint", id_token);
        Ok(Some(url))
    }

    fn client(&self, known: &Known) -> Client {
        let id = ClientId::new(self.registration.client_id.clone());
        let secret = ClientSecret::new(self.registration.client_secret.clone());
        let client = Client::from_provider_metadata(known.metadata.clone(), id, Some(secret));
        let auth_type = if known.takes_secret_in_header() {
            AuthType::BasicAuth
        } else {
            AuthType::RequestBody
        };
        client
            .set_auth_type(auth_type)
            .set_redirect_uri(self.redirect_uri.clone())
    }
}
