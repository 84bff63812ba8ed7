//! How much one client may ask for: 429 with `Retry-After`, and `RateLimit` fields on every answer.
//!
//! Wide by address, since a whole class or office has one; strict by person ([`people`]). Each process counts in memory, so
//! that no request waits for a database; what it counted it tells the others within a second or two, and finds again when
//! it starts anew ([`sharing`], `hub/shared_limits.rs`).

mod counted;
mod counter;
mod key;
mod people;
mod shard;
mod sharing;
#[cfg(test)]
mod tests;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage};
use aws_lc_rs::error::Unspecified;
use persistence::time::SystemClock;

use super::MiddlewareState;
use super::address::ClientAddress;
use super::route::Route;
use crate::config::{Rate, Rates};
use crate::http::problem::Problem;
use counter::{Counter, Level};

pub use people::Attempt;
pub use sharing::Untold;

/// Routes that share a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Everything without a limit of its own.
    General,
    /// Signing in with a password.
    SignIn,
    /// Opening an account.
    Registration,
    /// Asking for links.
    Links,
    /// Tokens for machines, and refreshed ones.
    Tokens,
    /// Checking papers by their code.
    Verification,
}

impl Group {
    const ALL: [Self; 6] = [
        Self::General,
        Self::SignIn,
        Self::Registration,
        Self::Links,
        Self::Tokens,
        Self::Verification,
    ];

    /// The limit of that name, as handlers declare it.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::SignIn => "sign-in",
            Self::Registration => "registration",
            Self::Links => "links",
            Self::Tokens => "tokens",
            Self::Verification => "verification",
        }
    }
}

/// Every counter. What all processes are to count together is named in [`sharing`] as well.
#[derive(Debug)]
pub struct Limits {
    general: Counter,
    sign_in: Counter,
    registration: Counter,
    links: Counter,
    tokens: Counter,
    verification: Counter,
    guesses: Counter,
    told: Counter,
    wrong_passwords: Counter,
    strange_passwords: Counter,
    registration_email: Counter,
    registrations_mailed: Counter,
    links_email: Counter,
    links_mailed: Counter,
    exports: Counter,
}

impl Limits {
    /// Counters at zero, which go by real time. What they count by is known by hashes under keys out of the hub's secret.
    pub fn new(rates: &Rates, clock: &SystemClock, secret: &str) -> Result<Self, Unspecified> {
        let counter = |name, rate| Counter::new(name, rate, clock, secret);
        Ok(Self {
            general: counter("general", rates.general)?,
            sign_in: counter("sign-in", rates.sign_in)?,
            registration: counter("registration", rates.registration)?,
            links: counter("links", rates.links)?,
            tokens: counter("tokens", rates.tokens)?,
            verification: counter("verification", rates.verification)?,
            guesses: counter("guesses", rates.guesses)?,
            told: counter("told", Rate::ONCE_A_MINUTE)?,
            wrong_passwords: counter("wrong-passwords", rates.sign_in_email)?,
            strange_passwords: counter("strange-passwords", rates.sign_in_strange)?,
            registration_email: counter("registration-email", rates.registration_email)?,
            registrations_mailed: counter("registrations-mailed", rates.registrations_mailed)?,
            links_email: counter("links-email", rates.links_email)?,
            links_mailed: counter("links-mailed", rates.links_mailed)?,
            exports: counter("exports", rates.exports)?,
        })
    }

    /// Whether the log is to tell once more of this network, which is held back.
    pub(super) fn is_to_be_told(&self, address: ClientAddress) -> bool {
        self.told.count(&address.network()).is_ok()
    }

    fn by_address(&self, group: Group) -> &Counter {
        match group {
            Group::General => &self.general,
            Group::SignIn => &self.sign_in,
            Group::Registration => &self.registration,
            Group::Links => &self.links,
            Group::Tokens => &self.tokens,
            Group::Verification => &self.verification,
        }
    }
}

/// Counts the request, and refuses it where it is one too many.
pub(super) async fn limit<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let route = Route::found(&request);
    let pattern = route.pattern().unwrap_or_default();
    let state = request.app_data::<Data<MiddlewareState>>().cloned();
    let group = state
        .as_ref()
        .and_then(|state| state.operations.limit(pattern, request.method().as_str()));
    let (Some(state), Some(group)) = (state, group) else {
        return next.call(request).await.map(ServiceResponse::map_into_boxed_body);
    };
    let address = request.extensions().get::<ClientAddress>().copied();
    let counter = state.limits.by_address(group);
    let outcome = address.map_or(Ok(counter.untouched()), |address| counter.count(&address.network()));
    let (mut response, level) = match outcome {
        Ok(level) => {
            let response = next.call(request).await?.map_into_boxed_body();
            (slow_down_guesses(response, pattern, address, &state.limits), level)
        }
        Err(wait) => {
            let reset = wait.as_secs() + 1;
            let refused = request.error_response(Problem::rate_limited(wait));
            (refused, Level { remaining: 0, reset })
        }
    };
    announce(response.headers_mut(), group, counter.rate(), level);
    Ok(response)
}

/// Whoever opens links that do not work is told to wait, and is told nothing else. It is found out behind the lookup:
/// a good link opens whatever others at the same address tried.
fn slow_down_guesses(
    response: ServiceResponse<BoxBody>,
    pattern: &str,
    address: Option<ClientAddress>,
    limits: &Limits,
) -> ServiceResponse<BoxBody> {
    let is_guess = pattern.contains("{token}") && response.status() == StatusCode::NOT_FOUND;
    match address.filter(|_| is_guess).map(|address| limits.guess_link(address)) {
        Some(Err(problem)) => response.error_response(problem),
        _ => response,
    }
}

/// The fields of draft-ietf-httpapi-ratelimit-headers.
fn announce(headers: &mut HeaderMap, group: Group, rate: Rate, level: Level) {
    let name = group.name();
    let fields = [
        (
            "ratelimit-policy",
            format!("\"{name}\";q={};w={}", rate.count, rate.seconds),
        ),
        (
            "ratelimit",
            format!("\"{name}\";r={};t={}", level.remaining, level.reset),
        ),
    ];
    for (name, value) in fields {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}
