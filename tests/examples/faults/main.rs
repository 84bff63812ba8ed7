//! Everything that could stop a hub, lose what it answered, or keep others waiting: sent to a real process, one after
//! the other, while a bystander goes on asking. Prints a table; ends with 1 where something gave way.
//!
//! ```sh
//! cargo build --release -p api -p tests --bin cqc-hub --example faults
//! target/release/examples/faults                    # all of it, some minutes
//! target/release/examples/faults --short            # the same with fewer of each, as continuous integration runs it
//! target/release/examples/faults --only 'full disk' # one of them
//! ```
//!
//! What decides are counts and sizes: the process lives on, below its limit of memory; no answer to an attack is larger
//! than 64 KiB; nothing that was answered is lost. How long the bystander waited is printed and decides nothing.

mod attacks;
mod failures;
mod mail;
mod process;
mod report;
mod tally;
mod watch;
mod wire;

use std::process::ExitCode;

use clap::Parser;
use clap::builder::PossibleValuesParser;
use report::{Report, Row};

/// Sends a hub everything that could stop it, and does to it what happens to every machine some day.
#[derive(Debug, Parser)]
struct Options {
    /// Fewer of each.
    #[arg(long)]
    short: bool,
    /// Only these.
    #[arg(long, value_delimiter = ',', value_parser = PossibleValuesParser::new(names()))]
    only: Vec<String>,
}

/// What each attack and each failure is called.
fn names() -> impl Iterator<Item = &'static str> {
    let attacks = attacks::ALL.iter().map(|attack| attack.name);
    attacks.chain(failures::ALL.iter().map(|failure| failure.name))
}

/// How much of everything.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// Whether this is the short form.
    pub short: bool,
}

impl Scale {
    /// `whole` of something, or as many as are enough to see that it holds.
    pub fn of(self, whole: usize, few: usize) -> usize {
        if self.short { few } else { whole }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    let scale = Scale { short: options.short };
    let is_wanted = |name: &str| options.only.is_empty() || options.only.iter().any(|only| only == name);
    let mut report = Report::begun();
    for attack in attacks::ALL {
        if is_wanted(attack.name) {
            report.add(attacks::run(attack, scale).await);
        }
    }
    for failure in failures::ALL {
        if is_wanted(failure.name) {
            report.add(Row::of_failure(failure.name, (failure.run)(scale).await));
        }
    }
    report.verdict()
}
