//! `cqc-hub import`

use std::fs::File;
use std::io::{BufRead as _, BufReader, IsTerminal as _, Write as _};
use std::path::PathBuf;

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use domain::ids::AccountId;
use domain::rules::known_qualification::{self, KnownQualification, KnownQualificationSource};
use domain::rules::licence_number;
use domain::sector::Sector;
use persistence::known_qualifications::{Imported, Whom, import};
use persistence::{Store, Tx};
use serde::Deserialize;

use super::beside;
use crate::config::Sources;
use crate::http::Problem;

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

/// Each line names the driver by `account_id`, or by `licence` (`country`, `number`) and `birth_date`, and says `sector`,
/// `expires_on` and, where it is known, `card_number`. A line that was imported before changes nothing. Lines that are
/// refused are named with their number and the reason; the others are kept.
#[derive(Debug, Args)]
struct Qualifications {
    /// The file with the qualifications (NDJSON: one JSON object a line).
    file: PathBuf,
    /// Say what would become of each line, and keep nothing.
    #[arg(long)]
    dry_run: bool,
}

/// One line of the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    account_id: Option<AccountId>,
    licence: Option<LicenceOf>,
    birth_date: Option<NaiveDate>,
    sector: Sector,
    expires_on: NaiveDate,
    card_number: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct LicenceOf {
    country: String,
    number: String,
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
    async fn import(&self, store: &Store, lines: BufReader<File>, size: u64) -> anyhow::Result<Tally> {
        let mut tally = Tally::default();
        let mut progress = Progress::over(size);
        for (index, line) in lines.lines().enumerate() {
            let text = line.with_context(|| format!("line {}", index + 1))?;
            progress.read(text.len() as u64 + 1);
            if text.trim().is_empty() {
                continue;
            }
            match self.take(store, &text).await? {
                Ok(Imported::Added) => tally.added += 1,
                Ok(Imported::Known) => tally.known += 1,
                Ok(Imported::Nobody) => {
                    tally.refused += 1;
                    progress.aside(&format!(
                        "line {}: no driver with this account, or licence and birth date",
                        index + 1
                    ));
                }
                Err(reason) => {
                    tally.refused += 1;
                    progress.aside(&format!("line {}: {reason}", index + 1));
                }
            }
        }
        progress.done();
        Ok(tally)
    }

    /// What became of one line, or why it is refused.
    async fn take(&self, store: &Store, text: &str) -> anyhow::Result<Result<Imported, String>> {
        let line: Line = match serde_json::from_str(text) {
            Ok(line) => line,
            Err(error) => return Ok(Err(error.to_string())),
        };
        let Some(whom) = line.whom() else {
            return Ok(Err("account_id, or licence and birth_date, is missing".to_owned()));
        };
        let known = line.known();
        let faults = known_qualification::check(&known, store.clock().today());
        if !faults.is_empty() {
            return Ok(Err(beside::as_error(&Problem::invalid(faults)).to_string()));
        }
        let dry_run = self.dry_run;
        let write = move |tx: &mut Tx<'_>| {
            if dry_run {
                tx.rehearse(|tx| import(tx, &whom, &known))
            } else {
                import(tx, &whom, &known)
            }
        };
        Ok(Ok(store.write(beside::operator(), write).await?))
    }
}

impl Line {
    fn whom(&self) -> Option<Whom> {
        match (self.account_id, &self.licence, self.birth_date) {
            (Some(id), _, _) => Some(Whom::Account(id)),
            (None, Some(licence), Some(birth_date)) => Some(Whom::Licence {
                country: licence.country.clone(),
                number: licence_number::check(&licence.country, &licence.number).normalized,
                birth_date,
            }),
            _ => None,
        }
    }

    fn known(&self) -> KnownQualification {
        KnownQualification {
            sector: self.sector,
            expires_on: self.expires_on,
            source: KnownQualificationSource::Imported,
            card_number: self.card_number.clone(),
        }
        .tidied()
    }
}

/// How far a file was read, on a terminal.
struct Progress {
    size: u64,
    read: u64,
    shown: Option<u64>,
    is_terminal: bool,
}

impl Progress {
    fn over(size: u64) -> Self {
        Self {
            size: size.max(1),
            read: 0,
            shown: None,
            is_terminal: std::io::stderr().is_terminal(),
        }
    }

    fn read(&mut self, bytes: u64) {
        self.read += bytes;
        let percent = (self.read.saturating_mul(100) / self.size).min(100);
        if self.is_terminal && self.shown != Some(percent) {
            self.shown = Some(percent);
            let filled = usize::try_from(percent / 5).unwrap_or(20);
            eprint!("\r[{}{}] {percent:3} %", "#".repeat(filled), " ".repeat(20 - filled));
            std::io::stderr().flush().ok();
        }
    }

    /// Says something without writing over it.
    fn aside(&mut self, text: &str) {
        if self.is_terminal {
            eprint!("\r\u{1b}[K");
            self.shown = None;
        }
        eprintln!("{text}");
    }

    fn done(&self) {
        if self.is_terminal {
            eprint!("\r\u{1b}[K");
        }
    }
}
