//! `cqc-hub migrate`

use clap::Args;
use persistence::migrate;
use persistence::store::Target;

use crate::config::Sources;

/// Applies what migrations the database is missing, and names them. Serving does the same when it starts.
#[derive(Debug, Args)]
pub(super) struct Migrate {}

impl Migrate {
    pub(super) async fn run(self, sources: Sources) -> anyhow::Result<()> {
        let settings = super::settings(&sources)?;
        crate::hub::prepare_folder(&settings.data_dir)?;
        let target = Target::parse(&settings.database_url)?;
        let applied = actix_web::rt::task::spawn_blocking(move || migrate::run_on(&target)).await??;
        if applied.is_empty() {
            println!("Nothing to apply.");
        }
        for migration in applied {
            println!("Applied {migration}");
        }
        Ok(())
    }
}
