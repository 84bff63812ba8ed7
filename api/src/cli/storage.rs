//! `cqc-hub storage`: looking after the storage of documents and papers.

mod copy;
mod place;
mod seal;
mod verify;

use std::sync::Arc;

use clap::{Args, Subcommand};
use integrations::files::{Keyring, Writing};
use persistence::Store;
use persistence::keys::Seal;

use super::beside;
use crate::auth::secret;
use crate::config::{Settings, Sources};

/// Looks after the storage of documents and papers, beside hubs that run.
#[derive(Debug, Args)]
pub(super) struct Storage {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Encrypt with the newest storage key what is not encrypted, or with an older one.
    Seal(seal::Seal),
    /// Copy everything to another storage, or from it, as it lies there; what is there already is passed over.
    Copy(copy::Copy),
    /// Read everything, and print what is missing, changed or too much: one finding a line, and exit code 1.
    Verify(verify::Verify),
}

impl Storage {
    pub(super) async fn run(self, sources: Sources) -> anyhow::Result<()> {
        let settings = super::settings(&sources)?;
        match self.command {
            Command::Seal(seal) => seal.run(&settings).await,
            Command::Copy(copy) => copy.run(&settings).await,
            Command::Verify(verify) => verify.run(&settings).await,
        }
    }
}

/// The keys of the hub's storage. Whatever the settings say of writing: these commands write nothing unencrypted.
async fn keyring(settings: &Settings, store: &Store) -> anyhow::Result<Keyring> {
    let seal = Seal::of(&secret::of(settings)?);
    let seal = seal.map_err(|_| anyhow::anyhow!("the machine's cryptography does not work"))?;
    Ok(Keyring::open(store, Arc::new(seal), Writing::Sealed).await?)
}

/// A command's end, or that it was told to stop before.
async fn unless_stopped<T>(work: impl Future<Output = anyhow::Result<T>>, otherwise: &str) -> anyhow::Result<T> {
    tokio::select! {
        outcome = work => outcome,
        () = super::told_to_stop() => anyhow::bail!("stopped: {otherwise}"),
    }
}
