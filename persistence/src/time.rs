//! Where time and entropy come from. Nothing else in the hub asks the machine for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

mod ids;

pub use ids::IdSource;

/// An instant in microseconds since 1970, which is as exact as either database keeps it.
fn from_micros(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// Real time: for tokens, sessions, rate limits, idempotency.
#[derive(Debug, Clone, Default)]
pub struct SystemClock {
    /// Microseconds since 1970, where a test sets the time itself.
    set: Option<Arc<AtomicI64>>,
}

impl SystemClock {
    /// The machine's clock.
    pub fn new() -> Self {
        Self::default()
    }

    /// A clock that stands still at an instant until [`SystemClock::pass`] moves it. For tests.
    pub fn standing_at(instant: DateTime<Utc>) -> Self {
        Self {
            set: Some(Arc::new(AtomicI64::new(instant.timestamp_micros()))),
        }
    }

    /// Lets time pass on a clock that stands still; the machine's clock is not moved.
    pub fn pass(&self, time: TimeDelta) {
        if let Some(set) = &self.set {
            set.fetch_add(time.num_microseconds().unwrap_or(0).max(0), Ordering::SeqCst);
        }
    }

    /// Now, to the microsecond.
    pub fn now(&self) -> DateTime<Utc> {
        from_micros(self.micros())
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn micros(&self) -> i64 {
        match &self.set {
            Some(set) => set.load(Ordering::SeqCst),
            None => Utc::now().timestamp_micros(),
        }
    }
}

/// The time of the business: for legal dates, links, lapses, reminders, retention. It is real time, and in the sandbox
/// real time plus an offset that only grows. Clones share the offset.
#[derive(Debug, Clone, Default)]
pub struct BusinessClock {
    system: SystemClock,
    /// Microseconds ahead of real time.
    ahead: Arc<AtomicI64>,
}

impl BusinessClock {
    /// A clock that shows what the system's clock shows, until it is moved.
    pub fn new(system: SystemClock) -> Self {
        Self {
            system,
            ahead: Arc::default(),
        }
    }

    /// Now, to the microsecond.
    pub fn now(&self) -> DateTime<Utc> {
        from_micros(self.system.micros().saturating_add(self.ahead.load(Ordering::SeqCst)))
    }

    /// The legal date: the date in Paris.
    pub fn today(&self) -> NaiveDate {
        domain::time::legal_date(self.now())
    }

    /// Moves the clock forward to an instant. Says whether it did: an instant that has passed changes nothing.
    pub fn advance_to(&self, instant: DateTime<Utc>) -> bool {
        let ahead = instant.timestamp_micros().saturating_sub(self.system.micros());
        self.ahead.fetch_max(ahead, Ordering::SeqCst) < ahead
    }

    /// How far the clock is ahead of real time: what is kept so that a later process, or another one, shows the same.
    pub fn ahead(&self) -> TimeDelta {
        TimeDelta::microseconds(self.ahead.load(Ordering::SeqCst))
    }

    /// Puts the clock at least so far ahead of real time, as another process left it. Never moves it back.
    pub fn be_ahead(&self, ahead: TimeDelta) {
        self.ahead
            .fetch_max(ahead.num_microseconds().unwrap_or(0), Ordering::SeqCst);
    }

    /// The real time this clock goes by.
    pub fn system(&self) -> &SystemClock {
        &self.system
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn the_business_clock_moves_forward_only() {
        let system = SystemClock::standing_at(at("2026-11-22T09:00:00Z"));
        let clock = BusinessClock::new(system.clone());
        assert_eq!(clock.now(), at("2026-11-22T09:00:00Z"));

        assert!(clock.advance_to(at("2027-01-31T23:30:00.123456Z")));
        assert_eq!(clock.now(), at("2027-01-31T23:30:00.123456Z"));
        assert_eq!(clock.today().to_string(), "2027-02-01");
        assert!(!clock.advance_to(at("2026-12-01T00:00:00Z")));
        assert!(!clock.advance_to(clock.now()));
        clock.be_ahead(TimeDelta::days(1));
        assert_eq!(clock.now(), at("2027-01-31T23:30:00.123456Z"));

        system.pass(TimeDelta::minutes(1));
        assert_eq!(clock.now(), at("2027-01-31T23:31:00.123456Z"));
        assert_eq!(system.now(), at("2026-11-22T09:01:00Z"));
    }

    #[test]
    fn a_clock_begun_anew_shows_the_same_once_told_how_far_it_was_ahead() {
        let system = SystemClock::standing_at(at("2026-11-22T09:00:00Z"));
        let before = BusinessClock::new(system.clone());
        assert!(before.advance_to(at("2027-03-22T00:00:00Z")));

        let after = BusinessClock::new(system);
        after.be_ahead(before.ahead());
        assert_eq!(after.now(), before.now());
    }

    #[test]
    fn the_machines_clock_is_exact_to_the_microsecond() {
        assert_eq!(SystemClock::new().now().timestamp_subsec_nanos() % 1_000, 0);
    }
}
