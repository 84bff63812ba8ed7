//! What endpoints are registered with.

use std::collections::BTreeMap;

use actix_web::dev::HttpServiceFactory;
use actix_web::guard::{GuardContext, fn_guard};
use actix_web::web;
use utoipa_actix_web::OpenApiFactory;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::middleware::route::{self, Route};

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

/// The endpoints that a server runs, by the stem of their patterns. Actix holds one pattern after the other against a
/// path: of those whose stem is not the request's, which is known at the door, it need not look at any.
#[derive(Default)]
pub struct Served {
    stems: BTreeMap<String, Vec<Registration>>,
}

type Registration = Box<dyn FnOnce(&mut web::ServiceConfig)>;

impl Routes for Served {
    fn service<E: HttpServiceFactory + OpenApiFactory + utoipa::Path + 'static>(&mut self, endpoint: E) -> &mut Self {
        let stem = route::stem_of(&E::path()).to_owned();
        let register = move |config: &mut web::ServiceConfig| {
            config.service(endpoint);
        };
        self.stems.entry(stem).or_default().push(Box::new(register));
        self
    }
}

impl Served {
    /// Registers them with actix: each stem is a scope of its own, without a prefix, for its endpoints name their whole path.
    pub fn configure(self, config: &mut web::ServiceConfig) {
        for (stem, endpoints) in self.stems {
            let is_asked = move |request: &GuardContext<'_>| Route::has_stem(&request.req_data(), &stem);
            let register = |config: &mut web::ServiceConfig| {
                for endpoint in endpoints {
                    endpoint(config);
                }
            };
            config.service(web::scope("").guard(fn_guard(is_asked)).configure(register));
        }
    }
}
