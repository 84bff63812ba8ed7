//! What endpoints are registered with.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use actix_web::dev::HttpServiceFactory;
use actix_web::guard::{GuardContext, fn_guard};
use actix_web::{Scope, web};
use utoipa_actix_web::OpenApiFactory;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::middleware::route::Route;

/// The server that runs endpoints, or the contract that describes them: both are given the same ones. Each worker of the
/// server registers them for itself, and has no use for describing them once more: a worker's copy took 13 MB.
pub trait Routes {
    /// Registers an endpoint.
    fn service<E: HttpServiceFactory + OpenApiFactory + utoipa::Path + 'static>(&mut self, endpoint: E) -> &mut Self;
}

impl Routes for ServiceConfig<'_> {
    fn service<E: HttpServiceFactory + OpenApiFactory + utoipa::Path + 'static>(&mut self, endpoint: E) -> &mut Self {
        Self::service(self, endpoint)
    }
}

/// The endpoints that a server runs, by their patterns. Actix holds one pattern after the other against a path; here it
/// finds the one that is known at the door on its shelf, and need not look into any other.
#[derive(Default)]
pub struct Served {
    patterns: BTreeMap<String, Vec<Registration>>,
}

type Registration = Box<dyn FnOnce(&mut web::ServiceConfig)>;

impl Routes for Served {
    fn service<E: HttpServiceFactory + OpenApiFactory + utoipa::Path + 'static>(&mut self, endpoint: E) -> &mut Self {
        let register = move |config: &mut web::ServiceConfig| {
            config.service(endpoint);
        };
        self.patterns.entry(E::path()).or_default().push(Box::new(register));
        self
    }
}

impl Served {
    /// Registers them with actix, in as many shelves as there are patterns on each.
    pub fn configure(self, config: &mut web::ServiceConfig) {
        let on_each = self.patterns.len().isqrt().max(1);
        let mut patterns = self.patterns.into_iter().peekable();
        while patterns.peek().is_some() {
            shelve(patterns.by_ref().take(on_each).collect(), config);
        }
    }
}

/// Some patterns that follow each other.
fn shelve(patterns: Vec<(String, Vec<Registration>)>, config: &mut web::ServiceConfig) {
    let (Some((first, _)), Some((last, _))) = (patterns.first(), patterns.last()) else {
        return;
    };
    let shelf = only(first.clone()..=last.clone());
    config.service(shelf.configure(|config| {
        for (pattern, endpoints) in patterns {
            let place = only(pattern.clone()..=pattern);
            config.service(place.configure(|config| endpoints.into_iter().for_each(|register| register(config))));
        }
    }));
}

/// A scope for requests of these patterns. It has no prefix, for endpoints name their whole path.
fn only(patterns: RangeInclusive<String>) -> Scope {
    let is_asked = move |request: &GuardContext<'_>| Route::is_within(&request.req_data(), &patterns);
    web::scope("").guard(fn_guard(is_asked))
}
