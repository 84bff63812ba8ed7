//! The command line: `cqc-hub [command]`, one file per command.

mod audit;
mod beside;
mod colour;
mod create_centre;
mod create_staff;
mod demo;
mod dispatch;
mod e_reporting;
mod import;
pub mod logging;
mod migrate;
mod openapi;
mod papers;
mod progress;
mod rotate_keys;
mod serve;
mod storage;
mod verify;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use integrations::traces::{Collector, Traces};
use tokio::signal::unix::{SignalKind, signal};

use crate::config::{Settings, Sources};

/// The open backend behind a portal for driver qualification cards.
#[derive(Debug, Parser)]
#[command(name = "cqc-hub", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// Settings file; `cqc-hub.toml` in the working folder when there is one.
    #[arg(long, global = true, env = "CQC_HUB_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,

    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    serve: serve::Serve,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve HTTP; what is done when no command is given.
    Serve(serve::Serve),
    /// Send what is to be sent and do what is due, beside processes that only serve (PostgreSQL).
    Dispatch(dispatch::Dispatch),
    /// Bring the database up to date.
    Migrate(migrate::Migrate),
    /// Add a member of staff; the first supervisor is added so.
    CreateStaff(create_staff::CreateStaff),
    /// Enter a training centre and print its credentials.
    CreateCentre(create_centre::CreateCentre),
    /// Print what was sold and collected, day by day, for the tax administration.
    EReporting(e_reporting::EReporting),
    /// Take over what another register knows.
    Import(import::Import),
    /// Make new signing keys, which take over in ten minutes.
    RotateKeys(rotate_keys::RotateKeys),
    /// Look whether the audit trail is what the hub wrote.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Look after the storage of documents and papers: encrypt what is not, move it elsewhere, verify it.
    Storage(storage::Storage),
    /// Play a driver's whole journey and tell each step.
    Demo(demo::Demo),
    /// Check a certificate by the text of its QR code, without asking the hub about it.
    Verify(verify::Verify),
    /// Print the contract (OpenAPI 3.1, YAML).
    Openapi(openapi::Openapi),
    /// Look at the papers that the hub prints.
    Papers(papers::Papers),
}

impl Cli {
    /// Runs the command to its end.
    pub async fn run(self) -> anyhow::Result<()> {
        let sources = Sources {
            file: self.config,
            ..Sources::of_process()
        };
        match self.command.unwrap_or(Command::Serve(self.serve)) {
            Command::Serve(serve) => Box::pin(serve.run(sources)).await,
            Command::Dispatch(dispatch) => dispatch.run(sources).await,
            Command::Migrate(migrate) => migrate.run(sources).await,
            Command::CreateStaff(staff) => staff.run(sources).await,
            Command::CreateCentre(centre) => centre.run(sources).await,
            Command::EReporting(report) => report.run(sources).await,
            Command::Import(import) => import.run(sources).await,
            Command::RotateKeys(keys) => keys.run(sources).await,
            Command::Audit(audit) => audit.run(sources).await,
            Command::Storage(storage) => storage.run(sources).await,
            Command::Demo(demo) => demo.run(sources).await,
            Command::Verify(verify) => verify.run(sources).await,
            Command::Openapi(openapi) => openapi.run(),
            Command::Papers(papers) => papers.run(),
        }
    }
}

/// Loads the settings and starts the log, as every command does that does more than print.
fn settings(sources: &Sources) -> anyhow::Result<Settings> {
    let settings = Settings::load(sources)?;
    logging::start(&settings, None)?;
    Ok(settings)
}

/// The same for commands that run until they are told to stop: they send traces as well, where a collector is set.
fn settings_and_traces(sources: &Sources) -> anyhow::Result<(Settings, Option<Traces>)> {
    let settings = Settings::load(sources)?;
    let traces = settings.traces.as_ref().map(Collector::start).transpose()?;
    logging::start(&settings, traces.as_ref())?;
    Ok((settings, traces))
}

/// SIGTERM or Ctrl-C. Where a signal cannot be watched, the process ends by it at once.
async fn told_to_stop() {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
