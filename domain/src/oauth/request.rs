//! What a frontend asks of the authorisation endpoint (RFC 6749, 4.1.1; RFC 7636, 4.3), and what is wrong with it.
//!
//! Whoever cannot be known, or names an address that is not registered, is told nothing there: the browser would be led
//! anywhere. Everything else is told to the frontend, at its registered address.

use super::{Frontend, Scopes, challenge, redirect};
use crate::words;

words! {
    /// Why somebody comes back to a frontend without a code (RFC 6749, 4.1.2.1).
    pub enum AuthorizationError {
        /// A parameter is missing, given twice, or not of its form.
        InvalidRequest => "invalid_request",
        /// Whoever was asked said no.
        AccessDenied => "access_denied",
        /// Something else than a code is asked for.
        UnsupportedResponseType => "unsupported_response_type",
        /// A scope is unknown, or not the frontend's.
        InvalidScope => "invalid_scope",
        /// The hub is out of order.
        ServerError => "server_error",
    }
}

/// Characters of a `state`, which belongs to the frontend alone.
pub const LONGEST_STATE: usize = 1_000;

/// What is asked, as far as anything looks at it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parameters {
    /// Which frontend asks.
    pub client_id: Option<String>,
    /// Where somebody is led in the end.
    pub redirect_uri: Option<String>,
    /// What is asked for.
    pub response_type: Option<String>,
    /// How it is told.
    pub response_mode: Option<String>,
    /// What the frontend would do.
    pub scope: Option<String>,
    /// What comes back to it as it is.
    pub state: Option<String>,
    /// What its verifier is compared with.
    pub code_challenge: Option<String>,
    /// How it is.
    pub code_challenge_method: Option<String>,
    /// Whether one of these was given twice: of two nobody knows which is meant (RFC 6749, 3.1).
    is_repeated: bool,
    /// Whether it was the client or the address.
    is_ambiguous: bool,
}

impl Parameters {
    /// Reads what is asked. An empty value counts as none, and what nobody knows is passed over (RFC 6749, 3.1).
    pub fn read(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut read = Self::default();
        for (name, value) in pairs {
            let tells_who = matches!(name.as_str(), "client_id" | "redirect_uri");
            let Some(place) = read.place(&name) else { continue };
            if value.is_empty() {
                continue;
            }
            if place.replace(value).is_some() {
                read.is_repeated = true;
                read.is_ambiguous |= tells_who;
            }
        }
        read
    }

    /// What a judged request has to name to be judged the same once more.
    pub fn of(client_id: &str, redirect_uri: &str, asked: &Asked) -> Vec<(&'static str, String)> {
        let mut pairs = vec![
            ("client_id", client_id.to_owned()),
            ("redirect_uri", redirect_uri.to_owned()),
            ("response_type", "code".to_owned()),
            ("scope", asked.scopes.text()),
            ("code_challenge", asked.challenge.clone()),
            ("code_challenge_method", challenge::METHOD.to_owned()),
        ];
        pairs.extend(asked.state.clone().map(|state| ("state", state)));
        pairs
    }

    fn place(&mut self, name: &str) -> Option<&mut Option<String>> {
        Some(match name {
            "client_id" => &mut self.client_id,
            "redirect_uri" => &mut self.redirect_uri,
            "response_type" => &mut self.response_type,
            "response_mode" => &mut self.response_mode,
            "scope" => &mut self.scope,
            "state" => &mut self.state,
            "code_challenge" => &mut self.code_challenge,
            "code_challenge_method" => &mut self.code_challenge_method,
            _ => return None,
        })
    }

    /// The address to which somebody may be led: it is named, once, and one of the frontend's.
    pub fn destination(&self, frontend: &Frontend) -> Option<&str> {
        let asked = self.redirect_uri.as_deref().filter(|_| !self.is_ambiguous)?;
        let mut known = frontend.redirect_uris.iter();
        known
            .any(|known| redirect::is_registered(known, asked))
            .then_some(asked)
    }

    /// The `state` to send back with an error: as it came, where it came once and can be one.
    pub fn returned_state(&self) -> Option<&str> {
        self.state
            .as_deref()
            .filter(|state| !self.is_repeated && is_state(state))
    }
}

/// What a frontend may be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What it would do.
    pub scopes: Scopes,
    /// What its verifier is compared with.
    pub challenge: String,
    /// What comes back to it as it is.
    pub state: Option<String>,
}

/// Judges what a frontend asks that is known and named an address of its own.
pub fn judge(parameters: &Parameters, frontend: &Frontend) -> Result<Asked, AuthorizationError> {
    let is_state_fine = parameters.state.as_deref().is_none_or(is_state);
    if parameters.is_repeated || !is_state_fine {
        return Err(AuthorizationError::InvalidRequest);
    }
    match parameters.response_type.as_deref() {
        Some("code") => {}
        Some(_) => return Err(AuthorizationError::UnsupportedResponseType),
        None => return Err(AuthorizationError::InvalidRequest),
    }
    if parameters.response_mode.as_deref().is_some_and(|mode| mode != "query") {
        return Err(AuthorizationError::InvalidRequest);
    }
    Ok(Asked {
        challenge: challenge_of(parameters)?,
        scopes: scopes_of(parameters, frontend)?,
        state: parameters.state.clone(),
    })
}

/// A challenge by SHA-256, said to be one: without the method it would be `plain` (RFC 7636, 4.3).
fn challenge_of(parameters: &Parameters) -> Result<String, AuthorizationError> {
    let is_hashed = parameters.code_challenge_method.as_deref() == Some(challenge::METHOD);
    let challenge = parameters.code_challenge.clone();
    challenge
        .filter(|challenge| is_hashed && challenge::is_challenge(challenge))
        .ok_or(AuthorizationError::InvalidRequest)
}

/// What is asked for, or everything that the frontend may ask for.
fn scopes_of(parameters: &Parameters, frontend: &Frontend) -> Result<Scopes, AuthorizationError> {
    let most = Scopes::of(frontend.scopes.iter().copied());
    let Some(text) = parameters.scope.as_deref() else {
        return Ok(most);
    };
    Scopes::parse(text)
        .filter(|asked| asked.lie_within(&most))
        .ok_or(AuthorizationError::InvalidScope)
}

/// Visible signs and spaces (RFC 6749, appendix A.5).
fn is_state(state: &str) -> bool {
    state.len() <= LONGEST_STATE && state.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::{ClientParty, FrontendScope};
    use super::*;

    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    const THERE: &str = "https://app.example.org/callback";

    fn frontend() -> Frontend {
        Frontend {
            name: "App".to_owned(),
            party: ClientParty::ThirdParty,
            redirect_uris: vec![THERE.to_owned()],
            origins: Vec::new(),
            scopes: vec![FrontendScope::Profile, FrontendScope::Cases],
            active: true,
        }
    }

    fn good() -> Vec<(&'static str, &'static str)> {
        vec![
            ("client_id", "0197a3a0-7777-7000-8000-000000000001"),
            ("redirect_uri", THERE),
            ("response_type", "code"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("state", "a b"),
        ]
    }

    fn read(pairs: Vec<(&str, &str)>) -> Parameters {
        Parameters::read(
            pairs
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned())),
        )
    }

    fn with(name: &'static str, value: &'static str) -> Parameters {
        let others = good().into_iter().filter(|(known, _)| *known != name);
        read(others.chain([(name, value)]).collect())
    }

    #[test]
    fn a_good_request_is_answered() {
        let asked = judge(&read(good()), &frontend()).expect("good");
        assert_eq!(asked.scopes.text(), "profile cases");
        assert_eq!(asked.state.as_deref(), Some("a b"));
        assert_eq!(asked.challenge, CHALLENGE);
        assert_eq!(read(good()).destination(&frontend()), Some(THERE));
        let again = Parameters::of("0197a3a0-7777-7000-8000-000000000001", THERE, &asked);
        let again = Parameters::read(again.into_iter().map(|(name, value)| (name.to_owned(), value)));
        assert_eq!(judge(&again, &frontend()), Ok(asked));
        assert_eq!(again.destination(&frontend()), Some(THERE));
        let few = judge(&with("scope", "cases"), &frontend()).expect("good");
        assert_eq!(few.scopes.text(), "cases");
        assert!(judge(&with("prompt", "login"), &frontend()).is_ok());
    }

    #[rstest]
    #[case("response_type", "", AuthorizationError::InvalidRequest)]
    #[case("response_type", "token", AuthorizationError::UnsupportedResponseType)]
    #[case("response_type", "code token", AuthorizationError::UnsupportedResponseType)]
    #[case("response_mode", "fragment", AuthorizationError::InvalidRequest)]
    #[case("code_challenge", "", AuthorizationError::InvalidRequest)]
    #[case("code_challenge", "short", AuthorizationError::InvalidRequest)]
    #[case("code_challenge_method", "", AuthorizationError::InvalidRequest)]
    #[case("code_challenge_method", "plain", AuthorizationError::InvalidRequest)]
    #[case("scope", "cases invoices:read", AuthorizationError::InvalidScope)]
    #[case("scope", "full", AuthorizationError::InvalidScope)]
    #[case("scope", "everything", AuthorizationError::InvalidScope)]
    #[case("state", "é", AuthorizationError::InvalidRequest)]
    fn what_is_wrong_is_named(
        #[case] name: &'static str,
        #[case] value: &'static str,
        #[case] expected: AuthorizationError,
    ) {
        assert_eq!(judge(&with(name, value), &frontend()), Err(expected), "{name}={value}");
    }

    #[test]
    fn of_two_nobody_knows_which_is_meant() {
        for name in ["state", "scope", "code_challenge", "response_type"] {
            let twice = read(good().into_iter().chain([(name, "cases"), (name, "cases")]).collect());
            assert_eq!(
                judge(&twice, &frontend()),
                Err(AuthorizationError::InvalidRequest),
                "{name}"
            );
            assert_eq!(twice.destination(&frontend()), Some(THERE), "{name}");
            assert_eq!(twice.returned_state(), None, "{name}");
        }
        let twice = read(good().into_iter().chain([("redirect_uri", THERE)]).collect());
        assert_eq!(twice.destination(&frontend()), None);
    }

    #[test]
    fn nobody_is_led_to_an_address_that_is_not_registered() {
        for address in ["", "https://evil.example/", "https://app.example.org/callback/"] {
            assert_eq!(
                with("redirect_uri", address).destination(&frontend()),
                None,
                "{address}"
            );
        }
    }
}
