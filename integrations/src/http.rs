//! The one place where HTTP clients are made, so that all of them have the same manners.

use std::sync::Arc;
use std::time::Duration;

use persistence::traces::Traceparent;
use reqwest::dns::Resolve;
use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{RequestBuilder, StatusCode};

use crate::traces;

#[cfg(test)]
pub(crate) mod double;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a whole exchange may take.
const EXCHANGE: Duration = Duration::from_secs(30);

/// A client that gives up in time, follows no redirect, and says who it is.
#[expect(clippy::disallowed_methods, reason = "this is the place where clients are made")]
pub fn client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .connect_timeout(CONNECT)
        .timeout(EXCHANGE)
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("cqc-hub/", env!("CARGO_PKG_VERSION")))
        .build()
}

/// A client for addresses that others chose: names are resolved by this alone, and no proxy of the environment stands between.
#[expect(clippy::disallowed_methods, reason = "this is the place where clients are made")]
pub(crate) fn client_resolving_by(resolver: impl Resolve + 'static) -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .connect_timeout(CONNECT)
        .timeout(EXCHANGE)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .dns_resolver(Arc::new(resolver))
        .user_agent(concat!("cqc-hub/", env!("CARGO_PKG_VERSION")))
        .build()
}

/// The same request, which says to which trace it belongs, where it belongs to one.
pub(crate) fn traced(request: RequestBuilder) -> RequestBuilder {
    let mut headers = HeaderMap::new();
    hand_trace_on(&mut headers);
    request.headers(headers)
}

/// Says to which trace a request of these headers belongs, where it belongs to one.
pub(crate) fn hand_trace_on(headers: &mut HeaderMap) {
    let current = traces::current().and_then(|span| HeaderValue::try_from(span.to_string()).ok());
    if let Some(current) = current {
        headers.insert(Traceparent::HEADER, current);
    }
}

/// What went wrong, without the address, which may hold a secret.
pub(crate) fn trouble(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "it took too long"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    }
}

/// Whether a status speaks of the request itself: nothing but another request would do better.
pub(crate) fn is_final(status: StatusCode) -> bool {
    let passing = [
        // Our key is wrong or may not do this: whoever runs the hub puts that right.
        StatusCode::UNAUTHORIZED,
        StatusCode::FORBIDDEN,
        // Two requests of one idempotency key at once.
        StatusCode::CONFLICT,
        StatusCode::TOO_MANY_REQUESTS,
    ];
    status.is_client_error() && !passing.contains(&status)
}
