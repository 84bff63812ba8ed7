//! `cqc-hub dispatch`

use clap::Args;
use persistence::store::Target;

use crate::config::{Settings, Sources};
use crate::hub::Hub;

/// Sends what is to be sent and does what is due, without serving HTTP. On PostgreSQL, any number side by side.
#[derive(Debug, Args)]
pub(super) struct Dispatch {}

impl Dispatch {
    pub(super) async fn run(self, sources: Sources) -> anyhow::Result<()> {
        let (settings, traces) = super::settings_and_traces(&sources)?;
        let dispatched = dispatch(settings).await;
        if let Some(traces) = traces {
            traces.stop().await;
        }
        dispatched
    }
}

async fn dispatch(settings: Settings) -> anyhow::Result<()> {
    let target = Target::parse(&settings.database_url)?;
    anyhow::ensure!(
        matches!(target, Target::Postgres { .. }),
        "a SQLite database belongs to the one process that serves, which dispatches too"
    );
    let hub = Hub::open(settings).await?;
    let dispatcher = hub.start_dispatcher()?;
    let metrics = hub.start_metrics(Some(&dispatcher))?;
    tracing::info!(profile = %hub.settings.profile, "dispatching");
    hub.tell_of_scans().await;
    super::told_to_stop().await;
    tracing::info!("stopping");
    dispatcher.stop().await;
    if let Some(metrics) = metrics {
        metrics.stop().await;
    }
    hub.close().await;
    Ok(())
}
