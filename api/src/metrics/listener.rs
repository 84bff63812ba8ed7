//! Where metrics are asked for: `GET /metrics` on an address of its own, over plain HTTP, for whoever may reach it.

use std::net::{SocketAddr, TcpListener};

use actix_web::dev::ServerHandle;
use actix_web::http::header::ContentType;
use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse, HttpServer};
use anyhow::Context;

use super::{Metrics, Watched};

/// The server of metrics, which runs until it is stopped.
#[derive(Debug)]
pub struct Listener {
    /// Address and port at which metrics are asked for.
    pub address: SocketAddr,
    handle: ServerHandle,
}

impl Listener {
    /// Binds, and answers in the background.
    pub fn start(address: SocketAddr, metrics: Metrics, watched: Watched) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(address).with_context(|| format!("cannot listen on {address} for metrics"))?;
        let address = listener.local_addr()?;
        let (metrics, watched) = (Data::new(metrics), Data::new(watched));
        let app = move || {
            App::new()
                .app_data(metrics.clone())
                .app_data(watched.clone())
                .route("/metrics", web::get().to(show))
        };
        let server = HttpServer::new(app)
            .disable_signals()
            .workers(1)
            .listen(listener)?
            .run();
        let handle = server.handle();
        tokio::spawn(server);
        tracing::info!(%address, "metrics");
        Ok(Self { address, handle })
    }

    /// Stops: whoever asks for metrics from now on is not connected.
    pub async fn stop(self) {
        self.handle.stop(false).await;
    }
}

async fn show(metrics: Data<Metrics>, watched: Data<Watched>) -> HttpResponse {
    match metrics.text(&watched).await {
        Ok(text) => HttpResponse::Ok()
            .insert_header(("content-type", prometheus::TEXT_FORMAT))
            .body(text),
        Err(error) => {
            tracing::error!(%error, "metrics could not be written");
            HttpResponse::InternalServerError()
                .insert_header(ContentType::plaintext())
                .finish()
        }
    }
}
