//! What several of these endpoints take or answer.

use chrono::{DateTime, Utc};
use domain::federation::SignInMeans;
use domain::ids::{FrontendId, SessionId};
use domain::oauth::FrontendScope;
use domain::people::Language;
use persistence::Token;
use persistence::sessions::{SessionRecord, Signed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::auth::{ACCESS_SECONDS, Auth};
use crate::http::{Problem, Reply, Text};

/// An access token and a refresh token for somebody who signed in.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "access_token": "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFZERTQSJ9.eyJpc3MiOiJodHRwOi8vMTI3LjAuMC4xOjgwODAifQ.c2lnbmF0dXJl",
    "refresh_token": "vB7mU0n1Qy8r2kXo5tZcL4pWf6sJdH9gKaEiYxNuT3M", "token_type": "Bearer", "expires_in": 600
}))]
pub struct TokenPair {
    /// The access token, for `Authorization: Bearer …`; a JWT (RFC 9068).
    access_token: String,
    /// The refresh token, for `POST /v1/sessions/refresh`: good once, within 30 days (staff: within 30 minutes). A session
    /// lasts a year at the most (staff: 12 hours).
    refresh_token: String,
    /// Type of the access token: always `Bearer`.
    token_type: &'static str,
    /// How long the access token is good, in seconds.
    expires_in: i64,
}

impl TokenPair {
    /// The answer to somebody who signed in.
    pub(in crate::routes) fn answer(
        auth: &Auth,
        signed: Signed,
        session: SessionId,
        refresh: &Token,
    ) -> Result<Reply, Problem> {
        let pair = Self {
            access_token: auth.tokens().for_person(signed, session)?,
            refresh_token: refresh.text(),
            token_type: "Bearer",
            expires_in: ACCESS_SECONDS,
        };
        Ok(Reply::ok(&pair).never_stored())
    }
}

/// The email address to which a link may be sent.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "camille.martin@example.org"}))]
pub struct EmailAddress {
    /// The email address of the account.
    #[validate(length(max = 254))]
    pub email: String,
}

/// What is answered whether or not anything was sent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"message": "Si un compte attend cette action, un message vient de partir vers cette adresse."}))]
pub struct PerhapsSent {
    /// What happens next, in the language of the request, to show to people.
    message: String,
}

impl PerhapsSent {
    /// 202, the same for every address.
    pub fn answer(language: Language) -> Reply {
        let message = Text::new(
            "Si un compte attend cette action, un message vient de partir vers cette adresse.",
            "If an account waits for this, a message is on its way to this address.",
        );
        let body = Self {
            message: message.speak(language).to_owned(),
        };
        Reply::accepted(&body).never_stored()
    }
}

/// A session: one place where somebody is signed in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01975b1c-7d4e-7aaa-8bbb-0123456789ab", "current": true, "user_agent": "Mozilla/5.0 (X11; Linux x86_64)",
    "means": "password", "created_at": "2026-11-22T09:00:00Z", "last_used_at": "2026-11-22T09:10:00Z",
    "expires_at": "2026-12-22T09:10:00Z"
}))]
pub struct SessionView {
    /// Unique identifier of the session: the `sid` of its access tokens.
    id: SessionId,
    /// Whether it is the session of the token that asks.
    current: bool,
    /// What the client called itself at sign-in (`User-Agent`). Left out where it said nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_agent: Option<String>,
    /// How somebody signed in there.
    means: SignInMeans,
    /// The registered frontend that somebody authorised. Left out where they signed in directly.
    #[serde(skip_serializing_if = "Option::is_none")]
    frontend: Option<SessionFrontend>,
    /// When somebody signed in there.
    created_at: DateTime<Utc>,
    /// When the tokens of the session were last renewed.
    last_used_at: DateTime<Utc>,
    /// When the session ends, unless it is used before.
    expires_at: DateTime<Utc>,
}

/// The registered frontend of a session, and what it may do there.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"client_id": "0197a3a0-7777-7000-8000-000000000001", "name": "TransPlanning", "scopes": ["profile", "cards:read"]}))]
pub struct SessionFrontend {
    /// The `client_id` of the frontend.
    client_id: FrontendId,
    /// Name of the frontend when the session began.
    name: String,
    /// The scopes of the session: what the frontend may do.
    scopes: Vec<FrontendScope>,
}

impl SessionView {
    pub(in crate::routes) fn of(record: SessionRecord, current: Option<SessionId>) -> Self {
        let frontend = record.frontend_id.map(|client_id| SessionFrontend {
            client_id,
            name: record.frontend_name.unwrap_or_default(),
            scopes: record.scopes.map(|scopes| scopes.0).unwrap_or_default(),
        });
        Self {
            frontend,
            current: Some(record.id) == current,
            id: record.id,
            user_agent: record.user_agent,
            means: record.means,
            created_at: record.created_at,
            last_used_at: record.rotated_at,
            expires_at: record.expires_at,
        }
    }
}
