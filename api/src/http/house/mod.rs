//! The walls of the house: what every request passes on its way in, and every response on its way out.
//!
//! From the outside in: [`unread`] (bodies without an end) · [`enclosure`] (who asks, under which id; problems, security
//! headers) · [`uri`] (414) · the log's span ·
//! CORS · [`encoding`] and compression · [`acceptance`] (406) · [`limits`] (429) · [`content_encoding`] (415) · the routes · [`fallback`] (404, 405).

pub mod acceptance;
mod address;
mod content_encoding;
mod cors;
mod enclosure;
mod encoding;
mod fallback;
pub mod limits;
mod request;
mod span;
pub mod table;
#[cfg(test)]
mod tests;
mod unread;
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
pub use request::{HeadersOnly, RequestId};

use crate::config::Settings;
use limits::Limits;
use table::Table;

/// What the house itself needs to know; the routes have their own (`crate::hub::Hub`).
#[derive(Debug)]
pub struct House {
    /// The settings.
    pub settings: Settings,
    /// Who asked for how much.
    pub limits: Arc<Limits>,
    /// Which methods and media types there are, by path: made when first needed, since the contract takes far more
    /// memory than an idle hub.
    pub table: LazyLock<Table, Box<dyn FnOnce() -> Table + Send>>,
}

impl House {
    /// A house for these settings, and the contract that `contract` makes.
    pub fn new(settings: Settings, limits: Arc<Limits>, contract: impl FnOnce() -> OpenApi + Send + 'static) -> Self {
        Self {
            settings,
            limits,
            table: LazyLock::new(Box::new(|| Table::of(&contract()))),
        }
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
    house: Data<House>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let cors = cors::cors(&house.settings);
    app.app_data(house)
        .default_service(web::to(fallback::fallback))
        .wrap(from_fn(content_encoding::refuse))
        .wrap(from_fn(limits::limit))
        .wrap(from_fn(acceptance::accept))
        .wrap(Compress::default())
        .wrap(from_fn(encoding::mark))
        .wrap(cors)
        .wrap(TracingLogger::<span::Pattern>::new())
        .wrap(from_fn(uri::refuse))
        .wrap(from_fn(enclosure::enclose))
        .wrap(from_fn(unread::close))
}
