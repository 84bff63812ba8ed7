//! The one place where HTTP clients are made, so that all of them have the same manners.

use std::time::Duration;

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
