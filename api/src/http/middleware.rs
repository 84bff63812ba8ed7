//! The walls of the state: what every request passes on its way in, and every response on its way out.
//!
//! From the outside in: [`upgrade`] (other protocols) · [`unread`] (bodies without an end) · [`envelope`] (who asks, under which id; problems, security
//! headers; the span in traces) · [`uri`] (414) · the log's span ·
//! CORS · [`encoding`] and compression · [`acceptance`] (406) · [`limits`] (429) · [`content_encoding`] (415) · the routes · [`fallback`] (404, 405).

pub mod acceptance;
mod address;
mod content_encoding;
pub mod cors;
mod encoding;
mod envelope;
pub mod fallback;
pub mod limits;
pub mod operations;
mod request;
pub mod route;
mod span;
#[cfg(test)]
mod tests;
mod trace;
mod unread;
mod upgrade;
mod uri;

use std::sync::{Arc, LazyLock};

use actix_web::App;
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data};
use tracing_actix_web::TracingLogger;
use utoipa::openapi::OpenApi;

pub use address::ClientAddress;
pub use request::RequestId;

use crate::config::Settings;
use crate::metrics::Metrics;
use cors::Origins;
use limits::Limits;
use operations::Operations;

/// What the hub itself needs to know; the routes have their own (`crate::hub::Hub`).
#[derive(Debug)]
pub struct MiddlewareState {
    /// The settings.
    pub settings: Settings,
    /// Who asked for how much.
    pub limits: Arc<Limits>,
    /// Which methods and media types there are, by path: made when first needed, since the contract takes far more
    /// memory than an idle hub.
    pub operations: LazyLock<Operations, Box<dyn FnOnce() -> Operations + Send>>,
    /// Whose scripts may read answers besides those of the settings.
    origins: Origins,
    /// What is measured, where somebody asks for it.
    metrics: Option<Metrics>,
}

impl MiddlewareState {
    /// The state for these settings, and the contract that `contract` makes.
    pub fn new(settings: Settings, limits: Arc<Limits>, contract: impl FnOnce() -> OpenApi + Send + 'static) -> Self {
        Self {
            settings,
            limits,
            operations: LazyLock::new(Box::new(|| Operations::of(&contract()))),
            origins: Origins::default(),
            metrics: None,
        }
    }

    /// The same, which admits the scripts of registered frontends.
    #[must_use]
    pub fn admitting(self, origins: Origins) -> Self {
        Self { origins, ..self }
    }

    /// The same, which measures.
    #[must_use]
    pub fn measured_by(self, metrics: Option<Metrics>) -> Self {
        Self { metrics, ..self }
    }
}

/// Builds the walls around an app's routes.
pub fn build(
    app: App<
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse,
            Error = actix_web::Error,
            InitError = (),
        > + 'static,
    >,
    state: Data<MiddlewareState>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let cors = cors::cors(&state.settings, &state.origins);
    app.app_data(state)
        .default_service(web::to(fallback::fallback))
        .wrap(from_fn(content_encoding::refuse))
        .wrap(from_fn(limits::limit))
        .wrap(from_fn(acceptance::accept))
        .wrap(Compress::default())
        .wrap(from_fn(encoding::mark))
        .wrap(cors)
        .wrap(TracingLogger::<span::Pattern>::new())
        .wrap(from_fn(uri::refuse))
        .wrap(from_fn(envelope::seal))
        .wrap(from_fn(unread::close))
        .wrap(from_fn(upgrade::decline))
}
