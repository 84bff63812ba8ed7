//! Which frontends' scripts may talk to the hub.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock};

use actix_cors::Cors;
use actix_web::http::header::HeaderValue;
use url::{Host, Url};

use crate::config::Settings;

/// What scripts may read besides the body.
const EXPOSED: [&str; 14] = [
    "etag",
    "location",
    "link",
    "retry-after",
    "ratelimit",
    "ratelimit-policy",
    "x-request-id",
    "idempotency-replayed",
    "content-disposition",
    "content-language",
    "content-range",
    "accept-ranges",
    "deprecation",
    "sunset",
];

/// The origins of registered frontends, read from time to time and whenever one is registered here. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Origins(Arc<RwLock<HashSet<String>>>);

impl Origins {
    /// From now on it is these.
    pub fn replace(&self, origins: impl IntoIterator<Item = String>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = origins.into_iter().collect();
    }

    /// Whether this is one.
    fn has(&self, origin: &HeaderValue) -> bool {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        origin.to_str().is_ok_and(|origin| known.contains(origin))
    }
}

/// The configured origins, and those of registered frontends; in a sandbox without configured ones, whatever runs on the
/// developer's machine. No cookies: whoever asks shows a token.
pub(super) fn cors(settings: &Settings, registered: &Origins) -> Cors {
    let registered = registered.clone();
    let is_any = settings.is_sandbox() && settings.cors_origins.is_empty();
    let cors = Cors::default()
        .allowed_methods(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
        .allow_any_header()
        .expose_headers(EXPOSED)
        .max_age(3600)
        // A stranger's request is answered, only not to their script: curl and servers send no origin, or any.
        .block_on_origin_mismatch(false)
        .allowed_origin_fn(move |origin, _| registered.has(origin) || (is_any && is_loopback(origin)));
    settings
        .cors_origins
        .iter()
        .fold(cors, |cors, origin| cors.allowed_origin(origin))
}

/// Whether an address is one of a frontend's whose scripts may talk to the hub.
pub fn admits(settings: &Settings, address: &Url) -> bool {
    if settings.is_sandbox() && settings.cors_origins.is_empty() {
        return leads_here(address);
    }
    let origin = address.origin().ascii_serialization();
    settings.cors_origins.contains(&origin)
}

fn is_loopback(origin: &HeaderValue) -> bool {
    let url = origin.to_str().ok().and_then(|origin| Url::parse(origin).ok());
    url.as_ref().is_some_and(leads_here)
}

fn leads_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
