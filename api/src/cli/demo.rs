//! `cqc-hub demo`: plays the whole journey over real HTTP, and tells each step as a person would.

mod cqc;
mod teller;

use anyhow::Context as _;
use clap::Args;
use url::Url;

use crate::config::Sources;
use crate::server::Server;
use teller::Teller;

/// Plays a driver's whole journey, from the account to the activated card, and prints each step.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Play on a sandbox that runs already, instead of one started for the occasion.
    #[arg(long, value_name = "URL")]
    url: Option<Url>,
}

impl Demo {
    pub(super) async fn run(self, sources: Sources) -> anyhow::Result<()> {
        if let Some(url) = self.url {
            return cqc::play(&Teller::new(&url)?).await;
        }
        let folder = std::env::temp_dir().join(format!("cqc-hub-demo-{}", std::process::id()));
        let told = play_in(&folder, sources).await;
        let removed = std::fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()));
        told.and(removed)
    }
}

/// Starts a server of its own in an empty folder, on a port that is free, and plays there.
async fn play_in(folder: &std::path::Path, sources: Sources) -> anyhow::Result<()> {
    let settings = super::settings(&sources.for_a_demo(folder))?;
    let server = Server::start(settings).await?;
    let url = server.hub.settings.public_url.clone();
    let told = match Teller::new(&url) {
        Ok(teller) => cqc::play(&teller).await,
        Err(error) => Err(error),
    };
    told.and(server.stop().await)
}
