//! `cqc-hub create-staff`

use clap::Args;
use domain::access::StaffRole;
use domain::people::Language;

use super::beside;
use crate::config::Sources;
use crate::routes::back_office::staff::add_staff::{enter, well_formed};

/// Adds a member of staff, and queues a mail to them with a link to choose a password. The first one is added so.
#[derive(Debug, Args)]
pub(super) struct CreateStaff {
    /// The email to sign in with.
    #[arg(long)]
    email: String,
    /// Their name, as colleagues know it.
    #[arg(long)]
    name: String,
    /// What they may do: agent or supervisor.
    #[arg(long)]
    role: StaffRole,
    /// The language to write to them in: fr or en.
    #[arg(long, default_value = "fr")]
    language: Language,
}

impl CreateStaff {
    pub(super) async fn run(self, sources: Sources) -> anyhow::Result<()> {
        let new = well_formed(&self.email, &self.name, self.role, self.language)
            .map_err(|problem| beside::as_error(&problem))?;
        let settings = super::settings(&sources)?;
        let store = beside::open(&settings).await?;
        let email = new.email.clone();
        let added = store.write(beside::operator(), move |tx| enter(tx, &new)).await;
        store.close().await;
        anyhow::ensure!(added?.is_some(), "{email} is somebody else's already, driver or staff");
        println!("Added {email}, {}.", self.role);
        println!(
            "A mail with a link to choose a password waits in the outbox; a hub that serves or dispatches sends it."
        );
        println!("The link works for 72 hours. For another: POST /v1/password-resets with this email.");
        Ok(())
    }
}
