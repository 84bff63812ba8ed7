//! What happened, as a table.

use std::process::ExitCode;
use std::time::Duration;

use crate::tally::Tally;

/// The most anonymous memory that a hub may take, whatever is sent to it, in MiB: `mem_limit` of `docker-compose.yml`.
const MOST_MEMORY: u64 = 512;
/// The largest answer to an attack, in bytes.
const LARGEST_ANSWER: usize = 64 * 1024;

/// What one attack or failure did.
pub struct Row {
    pub name: &'static str,
    /// What came of it, in a few words.
    pub outcome: String,
    /// What gave way, if anything did.
    pub faults: Vec<String>,
    /// What was measured, where there is something to measure.
    pub measured: Option<Measured>,
}

/// What an attack cost.
pub struct Measured {
    /// Megabytes of anonymous memory at the highest.
    pub peak: u64,
    /// Megabytes of anonymous memory when it was over.
    pub afterwards: u64,
    /// Processor time of the hub for each request.
    pub cpu: Duration,
    /// How long the bystander waited at the longest.
    pub longest_wait: Duration,
}

impl Row {
    /// A failure: what was seen, or what was lost.
    pub fn of_failure(name: &'static str, seen: Result<String, String>) -> Self {
        let (outcome, faults) = match seen {
            Ok(outcome) => (outcome, Vec::new()),
            Err(fault) => (String::new(), vec![fault]),
        };
        Self {
            name,
            outcome,
            faults,
            measured: None,
        }
    }

    /// An attack: what was answered, and what it cost.
    pub fn of_attack(name: &'static str, tally: &Tally, measured: Option<Measured>) -> Self {
        let mut faults = tally.faults();
        match &measured {
            None => faults.push("the process ended".to_owned()),
            Some(measured) if measured.peak > MOST_MEMORY => faults.push(format!("{} MiB of memory", measured.peak)),
            Some(_) => {}
        }
        if tally.largest() > LARGEST_ANSWER {
            faults.push(format!("an answer of {} bytes", tally.largest()));
        }
        Self {
            name,
            outcome: tally.to_string(),
            faults,
            measured,
        }
    }
}

/// Prints rows as they come, and remembers whether any gave way.
pub struct Report {
    gave_way: usize,
    rows: usize,
}

impl Report {
    /// With the head of the table.
    pub fn begun() -> Self {
        println!(
            "{:<22} {:>9} {:>9} {:>11} {:>11}  answers",
            "", "peak MiB", "then MiB", "CPU/request", "bystander"
        );
        Self { gave_way: 0, rows: 0 }
    }

    /// Prints a row.
    pub fn add(&mut self, row: Row) {
        let figures = row.measured.map_or_else(
            || format!("{:>9} {:>9} {:>11} {:>11}", "", "", "", ""),
            |measured| {
                format!(
                    "{:>9} {:>9} {:>8.2} ms {:>8} ms",
                    measured.peak,
                    measured.afterwards,
                    measured.cpu.as_secs_f64() * 1000.0,
                    measured.longest_wait.as_millis()
                )
            },
        );
        let mut lines = row.outcome.lines();
        println!("{:<22} {figures}  {}", row.name, lines.next().unwrap_or_default());
        for line in lines {
            println!("{:<22} {:>9} {:>9} {:>11} {:>11}  {line}", "", "", "", "", "");
        }
        for fault in &row.faults {
            for line in fault.lines() {
                println!("{:<22} *** {line} ***", "");
            }
        }
        self.rows += 1;
        self.gave_way += usize::from(!row.faults.is_empty());
    }

    /// The last line, and the exit code.
    pub fn verdict(self) -> ExitCode {
        println!("faults: {} passed, {} failed", self.rows - self.gave_way, self.gave_way);
        if self.gave_way == 0 && self.rows > 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}
