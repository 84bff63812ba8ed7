//! The HTTP server: routes within their state, on a socket, until told to stop.

mod connections;
mod sips;
#[cfg(test)]
mod tests;

use std::future::ready;
use std::net::{SocketAddr, TcpListener};
use std::thread::available_parallelism;
use std::time::Duration;

use actix_http::HttpService;
use actix_http::error::DispatchError;
use actix_service::{IntoServiceFactory as _, ServiceFactoryExt as _, fn_service, map_config};
use actix_web::App;
use actix_web::body::BoxBody;
use actix_web::dev::{AppConfig, ServerHandle, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::guard::fn_guard;
use actix_web::middleware::from_fn;
use actix_web::rt::net::TcpStream;
use actix_web::web::{self, Data};
use anyhow::Context;
use integrations::dispatcher::Dispatcher;
use persistence::time::SystemClock;
use tokio::task::JoinHandle;
use url::Url;

use crate::config::Settings;
use crate::http::middleware::route::Route;
use crate::http::middleware::{self, MiddlewareState};
use crate::hub::{Hub, SharedLimits};
use crate::metrics::Listener;
use crate::routes::Served;
use crate::routes::service::openapi::Written;
use crate::{auth, contract, routes};
use sips::Sipped;

/// A server that runs.
#[derive(Debug)]
pub struct Server {
    /// Where it listens: the port is known even where the system chose it.
    pub address: SocketAddr,
    /// The hub behind it.
    pub hub: Hub,
    dispatcher: Option<Dispatcher>,
    metrics: Option<Listener>,
    limits: SharedLimits,
    handle: ServerHandle,
    task: JoinHandle<std::io::Result<()>>,
}

impl Server {
    /// Binds, opens the hub, and serves.
    pub async fn start(settings: Settings) -> anyhow::Result<Self> {
        Self::start_at(settings, SystemClock::new()).await
    }

    /// The same by a clock of the caller's: tests tell stories whose dates are known.
    pub async fn start_at(mut settings: Settings, system: SystemClock) -> anyhow::Result<Self> {
        let listener =
            TcpListener::bind(settings.listen).with_context(|| format!("cannot listen on {}", settings.listen))?;
        let address = listener.local_addr()?;
        if settings.listen.port() == 0 {
            chosen_port(&mut settings.public_url, address.port());
            settings.listen = address;
        }
        let hub = Hub::open_at(settings, system).await?;
        let dispatcher = if hub.settings.dispatcher {
            Some(hub.start_dispatcher()?)
        } else {
            None
        };
        let metrics = hub.start_metrics(dispatcher.as_ref())?;
        let limits = hub.share_limits().await?;
        let server = http_server(&hub, listener)?;
        let handle = server.handle();
        let task = tokio::spawn(server);
        Ok(Self {
            address,
            hub,
            dispatcher,
            metrics,
            limits,
            handle,
            task,
        })
    }

    /// Stops listening, finishes what is in flight (as long as the settings allow), and closes the hub.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.handle.stop(!self.hub.settings.shutdown.is_zero()).await;
        let served = self.task.await.context("the server's task");
        if let Some(dispatcher) = self.dispatcher {
            dispatcher.stop().await;
        }
        if let Some(metrics) = self.metrics {
            metrics.stop().await;
        }
        self.limits.stop().await;
        self.hub.close().await;
        Ok(served??)
    }

    /// Where metrics are asked for, if anywhere.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics.as_ref().map(|listener| listener.address)
    }

    /// Waits until the server ends by itself, which only a failure makes it do.
    pub async fn ended(&mut self) -> anyhow::Result<()> {
        Ok((&mut self.task).await.context("the server's task")??)
    }
}

/// `public_url` was made of the address to listen on, before the system had chosen the port.
fn chosen_port(public_url: &mut Url, port: u16) {
    if public_url.port() == Some(0) && public_url.set_port(Some(port)).is_err() {
        tracing::warn!("the public URL takes no port");
    }
}

fn http_server(hub: &Hub, listener: TcpListener) -> anyhow::Result<actix_web::dev::Server> {
    let settings = hub.settings.clone();
    let profile = settings.profile;
    let contract = move || contract::document(profile);
    let written = Data::new(Written::of(contract));
    let state = MiddlewareState::new((*settings).clone(), hub.limits.clone(), contract);
    let state = state.admitting(hub.origins.clone());
    let state = Data::new(state.measured_by(hub.metrics.clone()));
    let data = Data::new(hub.clone());
    let app = move || app(data.clone(), state.clone(), written.clone());
    let usual = || available_parallelism().map_or(1, usize::from);
    let workers = settings.workers.unwrap_or_else(usual).max(1);
    connections::bound(&listener)?;
    connections::raise_file_limit(settings.connections);
    let server = actix_server::Server::build()
        .disable_signals()
        .workers(workers)
        .max_concurrent_connections(connections::each(settings.connections, workers))
        .shutdown_timeout(settings.shutdown.as_secs());
    let (stopping, address) = (server.graceful_shutdown_signal(), listener.local_addr()?);
    let listening = server.listen("http", listener, move || {
        let stopping = stopping.clone();
        let app = app().into_factory().map_err(|error| error.error_response());
        let http = HttpService::build()
            .keep_alive(Duration::from_secs(75))
            .client_request_timeout(Duration::from_secs(10))
            // So long, whoever was refused early may go on sending before they read why.
            .client_disconnect_timeout(Duration::from_secs(5))
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .local_addr(address)
            .h1(map_config(app, |()| AppConfig::default()));
        fn_service(|stream: TcpStream| {
            let peer = stream.peer_addr().ok();
            ready(Ok::<_, DispatchError>((Sipped::new(stream), peer)))
        })
        .and_then(http)
    });
    Ok(listening?.run())
}

/// The whole application: what the server runs, and what tests call without a socket.
pub fn app(
    hub: Data<Hub>,
    state: Data<MiddlewareState>,
    written: Data<Written>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let settings = hub.settings.clone();
    let profile = settings.profile;
    let uploads = Data::from(hub.uploads.clone());
    let app = App::new().app_data(hub).app_data(written).app_data(uploads);
    // What is for people is no part of the contract, and not looked through for what is. It stands first: a scope takes
    // whatever its guard lets through, and actix, asked for the pattern of a path, never comes out of it again.
    let for_people = web::scope("")
        .guard(fn_guard(|context| Route::is_beside_contract(&context.req_data())))
        .configure(routes::docs::register)
        .configure(|config| routes::pages::register(config, &settings));
    let app = app.configure(|config| routes::pages::register_start(config, &settings));
    let app = app.service(for_people);
    let mut served = Served::default();
    routes::register(&mut served, profile);
    let app = app.configure(|config| served.configure(config));
    middleware::build(app.wrap(from_fn(auth::recognise)), state)
}
