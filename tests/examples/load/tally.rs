//! What was answered, and how long it took.

use std::time::Duration;

use hdrhistogram::Histogram;

/// Microseconds that are told apart from longer times: ten minutes.
const LONGEST: u64 = 600_000_000;

/// Answers counted.
#[derive(Debug, Clone)]
pub struct Tally {
    /// Microseconds, to three digits.
    times: Histogram<u64>,
    failures: u64,
    /// The first of them, in words.
    first_failure: Option<String>,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            times: Histogram::new_with_max(LONGEST, 3).expect("bounds and three digits"),
            failures: 0,
            first_failure: None,
        }
    }
}

impl Tally {
    /// Counts an answer.
    pub fn add(&mut self, answered: Result<(), String>, time: Duration) {
        let microseconds = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        self.times.saturating_record(microseconds);
        if let Err(failure) = answered {
            self.failures += 1;
            self.first_failure.get_or_insert(failure);
        }
    }

    /// Both together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.times.add(other.times).expect("histograms of the same bounds");
        self.failures += other.failures;
        self.first_failure = self.first_failure.or(other.first_failure);
        self
    }

    /// How many answers there were.
    pub fn requests(&self) -> u64 {
        self.times.len()
    }

    /// The time within which this part of the answers came.
    pub fn quantile(&self, part: f64) -> Duration {
        Duration::from_micros(self.times.value_at_quantile(part))
    }

    /// How many were not as they should be.
    pub fn failures(&self) -> u64 {
        self.failures
    }

    /// Says what went wrong, if anything did; whether nothing did.
    pub fn verdict(&self, name: &str) -> bool {
        if let Some(failure) = &self.first_failure {
            println!("{name}: {} failures, such as {failure}", self.failures);
        }
        self.failures == 0
    }
}

/// Milliseconds, for people.
pub fn milliseconds(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1e3)
}
