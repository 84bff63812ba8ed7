//! Where log lines go: to the standard error output, as text for people or as JSON for machines.

use anyhow::Context;
use tracing_subscriber::EnvFilter;

use super::colour;
use crate::config::{LogFormat, Settings};

/// Starts the log of the whole process.
pub(super) fn start(settings: &Settings) -> anyhow::Result<()> {
    let filter =
        EnvFilter::try_new(&settings.log).with_context(|| format!("CQC_HUB_LOG: `{}` is no filter", settings.log))?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colour::on(&std::io::stderr()));
    let started = match settings.log_format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("the log cannot be started: {error}"))
}
