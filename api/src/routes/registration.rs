//! What endpoints are registered with.

use actix_web::dev::HttpServiceFactory;
use actix_web::web;
use utoipa_actix_web::OpenApiFactory;
use utoipa_actix_web::service_config::ServiceConfig;

/// The server that runs endpoints, or the contract that describes them: both are given the same ones. Each worker of the
/// server registers them for itself, and has no use for describing them once more: a worker's copy took 13 MB.
pub trait Routes {
    /// Registers an endpoint.
    fn service<E: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, endpoint: E) -> &mut Self;
}

impl Routes for web::ServiceConfig {
    fn service<E: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, endpoint: E) -> &mut Self {
        Self::service(self, endpoint)
    }
}

impl Routes for ServiceConfig<'_> {
    fn service<E: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, endpoint: E) -> &mut Self {
        Self::service(self, endpoint)
    }
}
