//! `cqc-hub e-reporting`

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use persistence::e_reporting;

use super::beside;
use crate::config::Sources;
use crate::routes::back_office::e_reporting::get_e_reporting::ReportedDays;
use crate::routes::back_office::e_reporting::report_view::EReport;

/// Prints what was sold to private persons and collected, day by day, for the tax administration.
#[derive(Debug, Args)]
pub(super) struct EReporting {
    /// The first legal day (Europe/Paris): 2026-11-01.
    #[arg(long)]
    from: NaiveDate,
    /// The last legal day; at most 31 days at once.
    #[arg(long)]
    to: NaiveDate,
    /// As CSV, for a spreadsheet, or as JSON, for a program.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For a spreadsheet: amounts in euros.
    Csv,
    /// For a program: amounts in cents, as the API answers.
    Json,
}

impl EReporting {
    pub(super) async fn run(self, sources: Sources) -> anyhow::Result<()> {
        let days = ReportedDays {
            from: self.from,
            to: self.to,
        };
        let ReportedDays { from, to } = days.check().map_err(|problem| beside::as_error(&problem))?;
        let settings = super::settings(&sources)?;
        let store = beside::open(&settings).await?;
        let lines = store.read(move |db| e_reporting::lines(db, from, to)).await;
        store.close().await;
        let report = EReport::of(from, to, lines?);
        match self.format {
            Format::Csv => print!("{}", report.csv()),
            Format::Json => println!("{}", serde_json::to_string_pretty(&report)?),
        }
        Ok(())
    }
}
