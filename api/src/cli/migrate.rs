//! `cqc-hub migrate`

use clap::Args;
use persistence::migrate;
use persistence::store::Target;

use crate::config::Sources;

/// Applies what migrations the database is missing, and names them. Serving does the same when it starts, as a role that may.
#[derive(Debug, Args)]
pub(super) struct Migrate {
    /// The PostgreSQL role that hubs serve as: it is granted what they need, and can neither change tables nor what stands in
    /// the audit trail. It is there already, and is not the role of `CQC_HUB_DATABASE_URL`, which owns the tables.
    #[arg(long, value_name = "ROLE")]
    serve_as: Option<String>,
}

impl Migrate {
    pub(super) async fn run(self, sources: Sources) -> anyhow::Result<()> {
        let settings = super::settings(&sources)?;
        crate::hub::prepare_folder(&settings.data_dir)?;
        let target = Target::parse(&settings.database_url)?;
        let serving = self.serve_as.clone();
        let migrated = actix_web::rt::task::spawn_blocking(move || {
            let applied = migrate::run_on(&target)?;
            if let Some(role) = serving {
                migrate::grant(&target, &role)?;
            }
            persistence::Result::Ok(applied)
        });
        let applied = migrated.await??;
        if applied.is_empty() {
            println!("Nothing to apply.");
        }
        for migration in applied {
            println!("Applied {migration}");
        }
        if let Some(role) = self.serve_as {
            println!("{role} may serve.");
        }
        Ok(())
    }
}
