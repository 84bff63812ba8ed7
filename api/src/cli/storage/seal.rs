//! `cqc-hub storage seal`

use clap::Args;
use futures::{StreamExt as _, TryStreamExt as _};
use integrations::files::{Files, Spool};
use integrations::storage::{self, Outcome};
use persistence::{Store, audit, hub_state};
use serde_json::json;

use super::{beside, keyring, unless_stopped};
use crate::cli::progress::Progress;
use crate::config::Settings;
use crate::hub;

/// Encrypts every document and paper that is not, or is under an older key, with the newest. Hubs go on meanwhile. What is
/// not what was stored is left as it is, and printed, one a line. Run it again to go on. Once it has seen everything, hubs
/// take no unencrypted object any more.
#[derive(Debug, Args)]
pub(super) struct Seal {
    /// Make a new storage key first. Hubs take it up within a minute; the old ones stay for what is still under them.
    #[arg(long)]
    rotate: bool,
}

/// What became of the objects.
#[derive(Debug, Default)]
struct Tally {
    sealed: u64,
    already: u64,
    left: u64,
}

impl Seal {
    pub(super) async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        anyhow::ensure!(
            settings.storage_sealed,
            "CQC_HUB_STORAGE_SEALED is false: hubs would go on writing unencrypted objects"
        );
        let store = beside::open(settings).await?;
        let work = self.seal(settings, &store);
        let outcome = unless_stopped(work, "run it again, without --rotate, to go on").await;
        store.close().await;
        let tally = outcome?;
        println!("{} encrypted, {} were already.", tally.sealed, tally.already);
        anyhow::ensure!(tally.left == 0, "{} are not what was stored, and were left", tally.left);
        Ok(())
    }

    async fn seal(&self, settings: &Settings, store: &Store) -> anyhow::Result<Tally> {
        let keyring = keyring(settings, store).await?.taking_plain();
        if self.rotate {
            let id = keyring.rotate(beside::operator()).await?;
            eprintln!("The storage key is {id} from now on.");
        }
        let files = hub::storage(settings)?.sealed_with(keyring);
        let tally = go_through(store, &files, &hub::spool(settings)?).await?;
        let seen = tally.sealed + tally.already + tally.left;
        let noted = store.write(beside::operator(), move |tx| {
            hub_state::note_storage_sealed(tx)?;
            audit::note(tx, "seal", "storage", None, Some(json!({"objects": seen})))
        });
        noted.await?;
        Ok(tally)
    }
}

async fn go_through(store: &Store, files: &Files, spool: &Spool) -> anyhow::Result<Tally> {
    let progress = Progress::over(storage::count(store, None).await?);
    let mut tally = Tally::default();
    let mut objects = storage::seal(store, files, spool).boxed_local();
    while let Some(object) = objects.try_next().await? {
        progress.step(1);
        match object.outcome {
            Outcome::Done => tally.sealed += 1,
            Outcome::Already => tally.already += 1,
            Outcome::Left(finding) => {
                tally.left += 1;
                let object = object.object;
                progress.print(format_args!("{} {}: {finding}", object.key, object.kind));
            }
        }
    }
    Ok(tally)
}
