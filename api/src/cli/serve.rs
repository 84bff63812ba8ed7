//! `cqc-hub serve`

use clap::Args;

use crate::config::{Settings, Sources};
use crate::server::Server;

/// Serves HTTP until told to stop.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Let the sandbox listen elsewhere than on loopback. Its accounts are known to everybody.
    #[arg(long)]
    expose_sandbox: bool,

    /// Only serve: other processes send what is to be sent (PostgreSQL).
    #[arg(long)]
    no_dispatcher: bool,
}

impl Serve {
    pub(super) async fn run(self, mut sources: Sources) -> anyhow::Result<()> {
        if self.no_dispatcher {
            let (name, value) = ("CQC_HUB_DISPATCHER".to_owned(), "false".to_owned());
            sources.environment.insert(name, value);
        }
        let (settings, traces) = super::settings_and_traces(&Sources {
            expose_sandbox: self.expose_sandbox,
            ..sources
        })?;
        let served = serve(settings).await;
        if let Some(traces) = traces {
            traces.stop().await;
        }
        served
    }
}

async fn serve(settings: Settings) -> anyhow::Result<()> {
    let mut server = Server::start(settings).await?;
    greet(&server);
    server.hub.tell_of_scans().await;
    tokio::select! {
        () = super::told_to_stop() => tracing::info!("stopping"),
        ended = server.ended() => return ended,
    }
    server.stop().await
}

/// What a newcomer wants to know first.
fn greet(server: &Server) {
    let base = server.hub.settings.public_base();
    tracing::info!(address = %server.address, profile = %server.hub.settings.profile, "listening");
    if server.hub.settings.is_sandbox() {
        println!("CQC Hub, sandbox: {base}\nDocumentation:    {base}/docs/");
    }
}
