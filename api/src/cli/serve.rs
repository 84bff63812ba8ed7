//! `cqc-hub serve`

use clap::Args;
use tokio::signal::unix::{SignalKind, signal};

use crate::config::Sources;
use crate::server::Server;

/// Serves HTTP until told to stop.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Let the sandbox listen elsewhere than on loopback. Its accounts are known to everybody.
    #[arg(long)]
    expose_sandbox: bool,
}

impl Serve {
    pub(super) async fn run(self, sources: Sources) -> anyhow::Result<()> {
        let settings = super::settings(&Sources {
            expose_sandbox: self.expose_sandbox,
            ..sources
        })?;
        let mut server = Server::start(settings).await?;
        greet(&server);
        tokio::select! {
            () = told_to_stop() => tracing::info!("stopping"),
            ended = server.ended() => return ended,
        }
        server.stop().await
    }
}

/// What a newcomer wants to know first.
fn greet(server: &Server) {
    let base = server.hub.settings.public_base();
    tracing::info!(address = %server.address, profile = %server.hub.settings.profile, "listening");
    if server.hub.settings.is_sandbox() {
        println!("CQC Hub, sandbox: {base}\nDocumentation:    {base}/docs/");
    }
}

/// SIGTERM or Ctrl-C. Where a signal cannot be watched, the process ends by it at once.
async fn told_to_stop() {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
