//! How much one client may ask for: 429 with `Retry-After`, and `RateLimit` fields on every answer.
//!
//! Counted in each process by itself: several processes behind one balancer together let through as many times more.

use std::hash::Hash;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage};
use aws_lc_rs::digest::{SHA256, digest};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use super::House;
use super::address::ClientAddress;
use crate::config::{Rate, Rates};
use crate::http::problem::Problem;

/// Routes that share a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Everything without a limit of its own.
    General,
    /// Signing in with a password.
    SignIn,
    /// Opening an account.
    Registration,
    /// Asking for links, and opening them.
    Links,
    /// Tokens for machines, and refreshed ones.
    Tokens,
    /// Checking papers by their code.
    Verification,
}

impl Group {
    /// THE table of which route counts where. `None`: not counted.
    fn of(method: &Method, pattern: &str) -> Option<Self> {
        Some(match (method.as_str(), pattern) {
            (_, "/health/live" | "/health/ready") => return None,
            ("POST", "/v1/sessions") => Self::SignIn,
            ("POST", "/v1/accounts") => Self::Registration,
            ("POST", "/v1/password-resets" | "/v1/account-links")
            | (
                _,
                "/v1/passwords/{token}"
                | "/v1/account-corrections/{token}"
                | "/choose-password/{token}"
                | "/reset-password/{token}"
                | "/correct-account/{token}",
            ) => Self::Links,
            ("POST", "/v1/sessions/refresh" | "/oauth/token") => Self::Tokens,
            ("GET", "/v1/verifications/{code}") => Self::Verification,
            _ => Self::General,
        })
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

/// Every counter.
#[derive(Debug)]
pub struct Limits {
    general: Counter<IpAddr>,
    sign_in: Counter<IpAddr>,
    registration: Counter<IpAddr>,
    links: Counter<IpAddr>,
    tokens: Counter<IpAddr>,
    verification: Counter<IpAddr>,
    sign_in_email: Counter<[u8; 32]>,
    links_email: Counter<[u8; 32]>,
}

impl Limits {
    /// Counters at zero.
    pub fn new(rates: &Rates) -> Self {
        Self {
            general: Counter::new(rates.general),
            sign_in: Counter::new(rates.sign_in),
            registration: Counter::new(rates.registration),
            links: Counter::new(rates.links),
            tokens: Counter::new(rates.tokens),
            verification: Counter::new(rates.verification),
            sign_in_email: Counter::new(rates.sign_in_email),
            links_email: Counter::new(rates.links_email),
        }
    }

    /// Counts one attempt to sign in as somebody, wherever it comes from. Kept by a hash, whether known or not.
    pub fn sign_in_as(&self, email: &str) -> Result<(), Problem> {
        self.sign_in_email
            .count(&hash(email))
            .map(drop)
            .map_err(Problem::rate_limited)
    }

    /// Counts one link sent to somebody.
    pub fn link_to(&self, email: &str) -> Result<(), Problem> {
        self.links_email
            .count(&hash(email))
            .map(drop)
            .map_err(Problem::rate_limited)
    }

    fn by_address(&self, group: Group) -> &Counter<IpAddr> {
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

fn hash(email: &str) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, email.trim().to_lowercase().as_bytes()).as_ref());
    hash
}

type Limiter<K> = RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock, StateInformationMiddleware>;

/// Counts requests by some key.
#[derive(Debug)]
struct Counter<K: Clone + Eq + Hash> {
    limiter: Limiter<K>,
    rate: Rate,
    counted: AtomicU32,
}

impl<K: Clone + Eq + Hash> Counter<K> {
    fn new(rate: Rate) -> Self {
        let period = rate.window() / rate.count.get();
        // A rate has no zero in it, so its period has none unless it is too short to measure.
        let quota = Quota::with_period(period.max(Duration::from_nanos(1))).map(|quota| quota.allow_burst(rate.count));
        let quota = quota.unwrap_or(Quota::per_second(rate.count));
        Self {
            limiter: RateLimiter::keyed(quota).with_middleware(),
            rate,
            counted: AtomicU32::new(0),
        }
    }

    /// Counts one; what remains, or how long to wait.
    fn count(&self, key: &K) -> Result<u32, Duration> {
        // Keys that are full again say nothing: forgotten now and then, so that memory does not grow with visitors.
        if self.counted.fetch_add(1, Ordering::Relaxed) % 4096 == 4095 {
            self.limiter.retain_recent();
        }
        match self.limiter.check_key(key) {
            Ok(state) => Ok(state.remaining_burst_capacity()),
            Err(until) => Err(until.wait_time_from(self.limiter.clock().now())),
        }
    }

    /// Seconds until all of the quota is there again.
    fn reset(&self, remaining: u32) -> u64 {
        let used = u64::from(self.rate.count.get().saturating_sub(remaining));
        (used * u64::from(self.rate.seconds.get())).div_ceil(u64::from(self.rate.count.get()))
    }
}

/// Counts the request, and refuses it where it is one too many.
pub(super) async fn limit<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let pattern = request.match_pattern().unwrap_or_default();
    let house = request.app_data::<Data<House>>().cloned();
    let (Some(house), Some(group)) = (house, Group::of(request.method(), &pattern)) else {
        return next.call(request).await.map(ServiceResponse::map_into_boxed_body);
    };
    let address = request.extensions().get::<ClientAddress>().copied();
    let counter = house.limits.by_address(group);
    let outcome = address.map_or(Ok(counter.rate.count.get()), |address| {
        counter.count(&network_of(address.0))
    });
    let (mut response, remaining, reset) = match outcome {
        Ok(remaining) => {
            let response = next.call(request).await?.map_into_boxed_body();
            (response, remaining, counter.reset(remaining))
        }
        Err(wait) => (
            request.error_response(Problem::rate_limited(wait)),
            0,
            wait.as_secs() + 1,
        ),
    };
    announce(response.headers_mut(), group, counter.rate, remaining, reset);
    Ok(response)
}

/// The fields of draft-ietf-httpapi-ratelimit-headers.
fn announce(headers: &mut HeaderMap, group: Group, rate: Rate, remaining: u32, reset: u64) {
    let name = group.name();
    let fields = [
        (
            "ratelimit-policy",
            format!("\"{name}\";q={};w={}", rate.count, rate.seconds),
        ),
        ("ratelimit", format!("\"{name}\";r={remaining};t={reset}")),
    ];
    for (name, value) in fields {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}

/// One household or office has a whole /64 of IPv6 addresses: they count as one.
fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
    }
}
