//! Logout tokens (OpenID Connect Back-Channel Logout 1.0, 2.4 and 2.6): the provider says that a session is over.

use chrono::{DateTime, Utc};
use domain::federation::{CLOCK_SKEW, LOGOUT_TOKEN_TIME};
use serde_json::{Map, Value};

use super::signed::{self, Unsigned};
use super::{IdentityProvider, Trouble};

/// The event that makes a token one for logging out.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What a good logout token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoutToken {
    /// Tells it from every other (`jti`).
    pub id: String,
    /// Whose sessions (`sub`).
    pub subject: Option<String>,
    /// Which session at the provider (`sid`).
    pub provider_session: Option<String>,
}

impl IdentityProvider {
    /// Checks a logout token.
    pub async fn logout_token(&self, token: &str) -> Result<LogoutToken, Trouble> {
        let refused = |why: &str| Trouble::NotProven(why.to_owned());
        let known = self.known().await?;
        let claims = match signed::verify(token, known.keys()) {
            Ok(claims) => claims,
            Err(Unsigned::Broken) => return Err(refused("the logout token bears no good signature")),
            Err(Unsigned::NoSuchKey) => {
                let unknown = || refused("the logout token is signed by a key that is not the provider's");
                let known = self.with_keys_anew(&known).await?.ok_or_else(unknown)?;
                signed::verify(token, known.keys()).map_err(|_| unknown())?
            }
        };
        // An ID token is no logout token, nor is an access token.
        let is_of_type = signed::type_of(token).is_none_or(|typ| {
            let typ = typ.to_ascii_lowercase();
            matches!(typ.trim_start_matches("application/"), "logout+jwt" | "jwt")
        });
        if !is_of_type {
            return Err(refused("the token is of another type"));
        }
        let client_id = &self.registration.client_id;
        judge(&claims, &self.registration.issuer, client_id, self.clock.now()).map_err(refused)
    }
}

/// Whether the claims are those of a logout token of this issuer for this client, made just now.
fn judge(
    claims: &Map<String, Value>,
    issuer: &str,
    client_id: &str,
    now: DateTime<Utc>,
) -> Result<LogoutToken, &'static str> {
    if claims.get("iss").is_none_or(|iss| *iss != issuer) {
        return Err("it is another issuer's");
    }
    if !signed::is_for(claims, client_id) {
        return Err("it is for another");
    }
    // Instants that no clock shows are none.
    let instant = |name: &str| {
        let seconds = claims.get(name)?;
        let seconds = seconds.as_i64().or_else(|| seconds.as_f64().map(whole))?;
        DateTime::from_timestamp(seconds, 0)
    };
    let issued_at = instant("iat").ok_or("it does not say when it was made")?;
    if issued_at > now + CLOCK_SKEW || issued_at < now - LOGOUT_TOKEN_TIME {
        return Err("it was not made just now");
    }
    let is_over = claims.contains_key("exp") && instant("exp").is_none_or(|expiry| expiry <= now - CLOCK_SKEW);
    if is_over {
        return Err("it has expired");
    }
    if !claims.get("events").is_some_and(|events| events[EVENT].is_object()) {
        return Err("it is about something else");
    }
    if claims.contains_key("nonce") {
        return Err("it has a nonce, as ID tokens have");
    }
    let text = |name: &str| match claims.get(name) {
        None => Ok(None),
        Some(Value::String(text)) if !text.is_empty() && text.len() <= 1024 && !text.contains('\0') => {
            Ok(Some(text.clone()))
        }
        Some(_) => Err("one of its claims is none"),
    };
    let token = LogoutToken {
        id: text("jti")?.ok_or("it has no id")?,
        subject: text("sub")?,
        provider_session: text("sid")?,
    };
    if token.subject.is_none() && token.provider_session.is_none() {
        return Err("it names nobody");
    }
    Ok(token)
}

/// The seconds of a number with a fraction.
#[expect(
    clippy::cast_possible_truncation,
    reason = "instants that no clock shows are refused all the same"
)]
fn whole(seconds: f64) -> i64 {
    seconds.trunc() as i64
}
