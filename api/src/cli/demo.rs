//! `cqc-hub demo`: plays the whole journey over real HTTP, and tells each step as a person would.

mod cqc;
mod replacements;
mod teller;

use anyhow::Context as _;
use clap::Args;
use url::Url;

use crate::config::Sources;
use crate::server::Server;
use replacements::Replacement;
use teller::Teller;

/// Plays a driver's whole journey, from the account to the activated card, and prints each step.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Play on a sandbox that runs already, instead of one started for the occasion.
    #[arg(long, value_name = "URL")]
    url: Option<Url>,
    /// What happens to the card afterwards.
    #[arg(long, value_enum)]
    story: Option<Story>,
}

/// What happens to the card.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Story {
    /// It is lost, and replaced by an identical one.
    Loss,
    /// It is stolen; an agent checks the declaration made to the police.
    Theft,
    /// It is faulty by the issuer's error, and replaced free of charge.
    Quality,
    /// The post brings it back; it goes to another address.
    Undelivered,
    /// All of this, one after the other.
    All,
}

impl Demo {
    pub(super) async fn run(self, sources: Sources) -> anyhow::Result<()> {
        if let Some(url) = self.url {
            return play(Teller::new(&url)?, self.story).await;
        }
        let folder = std::env::temp_dir().join(format!("cqc-hub-demo-{}", std::process::id()));
        let outcome = play_in(&folder, sources, self.story).await;
        let removed = std::fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()));
        outcome.and(removed)
    }
}

/// Starts a server of its own in an empty folder, on a port that is free, and plays there.
async fn play_in(folder: &std::path::Path, sources: Sources, story: Option<Story>) -> anyhow::Result<()> {
    let settings = super::settings(&sources.for_a_demo(folder))?;
    let server = Server::start(settings).await?;
    let url = server.hub.settings.public_url.clone();
    let outcome = match Teller::new(&url) {
        Ok(teller) => play(teller, story).await,
        Err(error) => Err(error),
    };
    outcome.and(server.stop().await)
}

/// The journey to the card, and what happens to it afterwards.
async fn play(anyone: Teller, story: Option<Story>) -> anyhow::Result<()> {
    let people = cqc::play(anyone).await?;
    for replacement in story.map(Story::replacements).unwrap_or_default() {
        replacement.play(&people).await?;
    }
    println!("\nThe journey is complete: the card is active.");
    Ok(())
}

impl Story {
    fn replacements(self) -> Vec<Replacement> {
        match self {
            Self::Loss => vec![Replacement::Loss],
            Self::Theft => vec![Replacement::Theft],
            Self::Quality => vec![Replacement::Quality],
            Self::Undelivered => vec![Replacement::Undelivered],
            Self::All => Replacement::ALL.to_vec(),
        }
    }
}
