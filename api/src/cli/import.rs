//! `cqc-hub import`

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use persistence::Store;
use persistence::known_qualifications::Imported;

use super::beside;
use super::progress::Progress;
use crate::config::Sources;
use crate::hub::register::take_line;

/// Takes over what another register knows.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Qualifications that another issuer's cards show, one JSON object a line.
    Qualifications(Qualifications),
}

/// Each line names the driver by `account_id`, or by `licence` (`country`, `number`, `neph`: one number is enough) and
/// `birth_date`, and says `sector`, `expires_on` and, where it is known, `card_number`. A line that was imported before
/// changes nothing. Lines that are refused are named with their number and the reason; the others are kept.
#[derive(Debug, Args)]
struct Qualifications {
    /// The file with the qualifications (NDJSON: one JSON object a line).
    file: PathBuf,
    /// Say what would become of each line, and keep nothing.
    #[arg(long)]
    dry_run: bool,
}

/// How many lines went which way.
#[derive(Debug, Default)]
struct Tally {
    added: u64,
    known: u64,
    refused: u64,
}

impl Import {
    pub(super) async fn run(self, sources: Sources) -> anyhow::Result<()> {
        let What::Qualifications(asked) = self.what;
        let settings = super::settings(&sources)?;
        let file = File::open(&asked.file).with_context(|| format!("{} cannot be read", asked.file.display()))?;
        let size = file.metadata().map(|metadata| metadata.len()).unwrap_or_default();
        let store = beside::open(&settings).await?;
        let tally = asked.import(&store, BufReader::new(file), size).await;
        store.close().await;
        let tally = tally?;
        let done = if asked.dry_run { "would be added" } else { "added" };
        println!(
            "{} {done}, {} known already, {} refused.",
            tally.added, tally.known, tally.refused
        );
        anyhow::ensure!(tally.refused == 0, "some lines were refused");
        Ok(())
    }
}

impl Qualifications {
    async fn import(&self, store: &Store, mut lines: BufReader<File>, size: u64) -> anyhow::Result<Tally> {
        let mut tally = Tally::default();
        let progress = Progress::over_bytes(size);
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            let read = lines.read_until(b'\n', &mut line);
            let read = read.with_context(|| format!("line {number}"))?;
            if read == 0 {
                break;
            }
            progress.step(read as u64);
            match take_line(store, beside::operator(), &line, self.dry_run).await? {
                None => {}
                Some(Ok(Imported::Known)) => tally.known += 1,
                Some(Ok(_)) => tally.added += 1,
                Some(Err(reason)) => {
                    tally.refused += 1;
                    progress.aside(format_args!("line {number}: {reason}"));
                }
            }
        }
        Ok(tally)
    }
}
