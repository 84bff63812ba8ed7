//! The one place where HTTP clients are made, so that all of them have the same manners.

use std::time::Duration;

use reqwest::StatusCode;

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
