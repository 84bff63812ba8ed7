//! `cqc-hub storage copy`

use clap::Args;
use futures::{StreamExt as _, TryStreamExt as _};
use integrations::files::Files;
use integrations::storage::{self, Copied};

use super::place::{self, Folder};
use super::unless_stopped;
use crate::cli::progress::Progress;
use crate::config::Settings;
use crate::hub;

/// The folders that objects lie in.
const FOLDERS: u64 = 256;

/// Copies objects as they lie there, encrypted or not, between the hub's storage and another one: `s3://bucket`,
/// `s3://bucket/prefix`, or a folder. How another bucket is reached is said as for the hub's own, by
/// `CQC_HUB_OTHER_STORAGE_ENDPOINT`, `…_REGION`, `…_KEY_ID` and `…_SECRET_KEY`. What is there already, of the same size and
/// no older, is passed over: run it again to go on, and once more after the hub has moved.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct Copy {
    /// Copy from the hub's storage to this one.
    #[arg(long, value_name = "PLACE")]
    to: Option<String>,
    /// Copy from this one to the hub's storage.
    #[arg(long, value_name = "PLACE")]
    from: Option<String>,
}

impl Copy {
    pub(super) async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let (from, to) = match (&self.from, &self.to) {
            (Some(from), _) => (place::named(settings, from, Folder::Needed)?, hub::storage(settings)?),
            (None, Some(to)) => (hub::storage(settings)?, place::named(settings, to, Folder::Made)?),
            (None, None) => anyhow::bail!("whereto, or where from?"),
        };
        to.probe().await?;
        unless_stopped(copy(&from, &to), "run it again to go on").await
    }
}

async fn copy(from: &Files, to: &Files) -> anyhow::Result<()> {
    let progress = Progress::over(FOLDERS);
    let (mut copied, mut bytes, mut already) = (0_u64, 0_u64, 0_u64);
    let mut objects = storage::copy(from, to).boxed_local();
    while let Some(object) = objects.try_next().await? {
        match object {
            Copied::Folder => progress.step(1),
            Copied::Already => already += 1,
            Copied::Object(size) => {
                copied += 1;
                bytes += size;
            }
        }
        progress.note(format!("{copied} copied, {already} there already"));
    }
    drop(progress);
    println!(
        "{copied} copied ({} MB), {already} there already.",
        bytes.div_ceil(1_000_000)
    );
    Ok(())
}
