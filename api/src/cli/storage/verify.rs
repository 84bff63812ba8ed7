//! `cqc-hub storage verify`

use chrono::TimeDelta;
use clap::Args;
use futures::{StreamExt as _, TryStreamExt as _};
use integrations::files::Files;
use integrations::storage;
use persistence::Store;
use uuid::Uuid;

use super::place::{self, Folder};
use super::{beside, keyring, unless_stopped};
use crate::cli::progress::Progress;
use crate::config::Settings;
use crate::hub;

/// An object is written before its row: of those younger than this nothing can be said. Older ones are swept, once a day.
const SPARED: TimeDelta = TimeDelta::days(1);

/// Reads every object that a row knows, opens it, and compares its size and its SHA-256; then looks whether a row knows
/// every object that is older than a day. Each finding is a line: the object's key, what it is, what is wrong with it.
/// Hubs go on meanwhile.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Look at another storage than the hub's own: at what was copied there (see `copy`).
    #[arg(long, value_name = "PLACE")]
    at: Option<String>,
    /// Go on behind this key, where a former run was stopped.
    #[arg(long, value_name = "KEY")]
    after: Option<Uuid>,
}

impl Verify {
    pub(super) async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let lying = match &self.at {
            Some(place) => place::named(settings, place, Folder::Needed)?,
            None => hub::storage(settings)?,
        };
        let store = beside::open(settings).await?;
        let outcome = match keyring(settings, &store).await {
            Ok(keyring) => self.verify(&store, &lying.sealed_with(keyring)).await,
            Err(error) => Err(error),
        };
        store.close().await;
        let (seen, findings) = outcome?;
        println!("{seen} objects, {findings} findings.");
        anyhow::ensure!(findings == 0, "the storage is not as it should be");
        Ok(())
    }

    async fn verify(&self, store: &Store, files: &Files) -> anyhow::Result<(u64, u64)> {
        let progress = Progress::over(storage::count(store, self.after).await?);
        let (mut seen, mut findings) = (0, 0);
        let mut last = self.after;
        let all = async {
            let mut objects = storage::verify(store, files, self.after).boxed_local();
            while let Some(verified) = objects.try_next().await? {
                (seen, last) = (seen + 1, Some(verified.object.key));
                progress.step(1);
                if let Some(finding) = verified.finding {
                    findings += 1;
                    let object = verified.object;
                    progress.print(format_args!("{} {}: {finding}", object.key, object.kind));
                }
            }
            anyhow::Ok(())
        };
        let outcome = unless_stopped(all, "what was found until now is above").await;
        if let Err(error) = outcome {
            if let Some(last) = last {
                progress.aside(format_args!("To go on: --after {last}"));
            }
            return Err(error);
        }
        drop(progress);
        let strays = unless_stopped(strays(store, files), "objects without a row were not all looked for").await?;
        Ok((seen, findings + strays))
    }
}

/// Prints objects that no row knows.
async fn strays(store: &Store, files: &Files) -> anyhow::Result<u64> {
    let now = store.read(|db| Ok(db.real_now())).await?;
    let mut strays = storage::strays(store, files, now - SPARED).boxed_local();
    let mut found = 0;
    while let Some(stray) = strays.try_next().await? {
        found += 1;
        println!("{} unknown: no row knows its {} bytes", stray.key, stray.size);
    }
    Ok(found)
}
