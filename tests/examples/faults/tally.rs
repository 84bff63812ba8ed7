//! What an attacker got back.

use std::collections::BTreeMap;
use std::fmt;

use tokio::task::JoinSet;

/// One answer: its status and size, or none where the connection ended before one came.
pub type Answered = Option<(u16, usize)>;

/// Every answer, counted.
#[derive(Debug, Default)]
pub struct Tally {
    statuses: BTreeMap<u16, usize>,
    unanswered: usize,
    largest: usize,
    faults: Vec<String>,
}

impl Tally {
    /// Runs `count` attackers, `at_once` of them at the same time.
    pub async fn of<F>(count: usize, at_once: usize, attacker: impl Fn(usize) -> F) -> Self
    where
        F: Future<Output = Answered> + Send + 'static,
    {
        let mut tally = Self::default();
        let mut running = JoinSet::new();
        for number in 0..count {
            if running.len() >= at_once
                && let Some(answered) = running.join_next().await
            {
                tally.count(answered.expect("an attacker"));
            }
            running.spawn(attacker(number));
        }
        for answered in running.join_all().await {
            tally.count(answered);
        }
        tally
    }

    /// Counts an answer.
    pub fn count(&mut self, answered: Answered) {
        match answered {
            Some((status, size)) => {
                *self.statuses.entry(status).or_default() += 1;
                self.largest = self.largest.max(size);
            }
            None => self.unanswered += 1,
        }
    }

    /// Adds what another counted.
    pub fn add(&mut self, other: Self) {
        for (status, count) in other.statuses {
            *self.statuses.entry(status).or_default() += count;
        }
        self.unanswered += other.unanswered;
        self.largest = self.largest.max(other.largest);
        self.faults.extend(other.faults);
    }

    /// Notes that something gave way.
    #[must_use]
    pub fn unless(mut self, holds: bool, fault: &str) -> Self {
        if !holds {
            self.faults.push(fault.to_owned());
        }
        self
    }

    /// How many were answered so.
    pub fn with_status(&self, status: u16) -> usize {
        self.statuses.get(&status).copied().unwrap_or_default()
    }

    /// How many there were.
    pub fn requests(&self) -> usize {
        self.statuses.values().sum::<usize>() + self.unanswered
    }

    /// How many got no answer at all.
    pub fn unanswered(&self) -> usize {
        self.unanswered
    }

    /// The largest answer, in bytes.
    pub fn largest(&self) -> usize {
        self.largest
    }

    /// What gave way: faults of the server among it, but for what it says of itself, 503.
    pub fn faults(&self) -> Vec<String> {
        let of_server = self
            .statuses
            .iter()
            .filter(|(status, _)| **status >= 500 && **status != 503);
        of_server
            .map(|(status, count)| format!("{count} × {status}"))
            .chain(self.faults.iter().cloned())
            .collect()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (status, count) in &self.statuses {
            write!(f, "{count} × {status}  ")?;
        }
        if self.unanswered > 0 {
            write!(f, "{} unanswered  ", self.unanswered)?;
        }
        write!(f, "largest {} B", self.largest)
    }
}
