//! `cqc-hub openapi`

use std::io::Write;

use clap::Args;

use crate::config::Profile;
use crate::contract;

/// Prints the contract.
#[derive(Debug, Args)]
pub(super) struct Openapi {
    /// Whose contract: the sandbox's has everything.
    #[arg(long, default_value = "sandbox")]
    profile: Profile,
}

impl Openapi {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let yaml = contract::yaml(&contract::document(self.profile));
        Ok(std::io::stdout().write_all(yaml.as_bytes())?)
    }
}
