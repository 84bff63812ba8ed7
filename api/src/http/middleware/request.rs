//! Who asks, under which id and whether for a body: worked out once, at the door.

use std::convert::Infallible;
use std::fmt;
use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::{Payload, ServiceRequest};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use uuid::{Builder, Uuid};

/// The request's id: the caller's `X-Request-Id` where it is sane, otherwise a random one. It comes back in the
/// response, in problems, in the log and in the audit trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// The header it travels in.
    pub const HEADER: &'static str = "x-request-id";

    /// Keeps the caller's id, if it is of a kind that can stand in a log line.
    pub(super) fn of(request: &ServiceRequest) -> Self {
        let given = request
            .headers()
            .get(Self::HEADER)
            .and_then(|value| value.to_str().ok());
        given
            .filter(|id| is_sane(id))
            .map_or_else(Self::random, |id| Self(id.into()))
    }

    /// The id as header, log and audit trail write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A fresh id. It identifies, and nothing is decided by it: it needs no order and no clock, and no random bytes of the
    /// system's, which cost a call each time.
    fn random() -> Self {
        let bytes = fastrand::u128(..).to_ne_bytes();
        let mut text = Uuid::encode_buffer();
        let id = Builder::from_random_bytes(bytes).into_uuid();
        Self((&*id.hyphenated().encode_lower(&mut text)).into())
    }
}

fn is_sane(id: &str) -> bool {
    (1..=128).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.:+/=".contains(&byte))
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromRequest for RequestId {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(request
            .extensions()
            .get::<Self>()
            .cloned()
            .unwrap_or_else(Self::random)))
    }
}
