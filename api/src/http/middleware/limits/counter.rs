//! Counts by some key, in an amount of memory that is fixed whoever asks how often.
//!
//! By the generic cell rate algorithm: a key is one instant, that at which its whole quota is there again. Keys lie in
//! small sets; where a set is full, the key that is nearest to its whole quota is forgotten, so that a flood of keys
//! seen once drives out others seen once, and not the one that is being held back.

use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use persistence::time::SystemClock;

use crate::config::Rate;

/// Keys of a set.
const WAYS: usize = 8;
/// Sets of a shard.
const SETS: usize = 64;
/// Shards, each under a lock of its own: 32,768 keys in all, in half a megabyte at most.
const SHARDS: usize = 64;

/// The hash of a key (0: nothing lies here), and when its quota is whole again, in microseconds.
type Slot = [u64; 2];

/// See the module.
pub(super) struct Counter {
    rate: Rate,
    /// In how many microseconds one more is allowed.
    period: u64,
    clock: SystemClock,
    hashes: RandomState,
    /// Each is made when a key falls into it.
    shards: Vec<Mutex<Vec<Slot>>>,
}

/// Where a key stands after it was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Level {
    /// How many more may come at once.
    pub(super) remaining: u64,
    /// In how many seconds the whole quota is there again.
    pub(super) reset: u64,
}

impl Counter {
    pub(super) fn new(rate: Rate, clock: SystemClock) -> Self {
        let period = u64::from(rate.seconds.get()) * 1_000_000 / u64::from(rate.count.get());
        Self {
            rate,
            period: period.max(1),
            clock,
            hashes: RandomState::new(),
            shards: std::iter::repeat_with(Mutex::default).take(SHARDS).collect(),
        }
    }

    pub(super) fn rate(&self) -> Rate {
        self.rate
    }

    /// Where a key stands that nobody has counted.
    pub(super) fn untouched(&self) -> Level {
        self.level(0)
    }

    /// Counts one; where it is one too many, how long to wait.
    pub(super) fn count(&self, key: &impl Hash) -> Result<Level, Duration> {
        let (now, window) = (self.now(), self.window());
        self.at(key, |whole_at| {
            // Where the machine's clock was set back, nobody waits longer than the window.
            let used = whole_at.saturating_sub(now).min(window) + self.period;
            if used > window {
                return Err(Duration::from_micros(used - window));
            }
            *whole_at = now + used;
            Ok(self.level(used))
        })
    }

    /// Takes back one that was counted.
    pub(super) fn uncount(&self, key: &impl Hash) {
        self.at(key, |whole_at| *whole_at = whole_at.saturating_sub(self.period));
    }

    fn level(&self, used: u64) -> Level {
        Level {
            remaining: (self.window() - used) / self.period,
            reset: used.div_ceil(1_000_000),
        }
    }

    fn window(&self) -> u64 {
        self.period * u64::from(self.rate.count.get())
    }

    fn now(&self) -> u64 {
        u64::try_from(self.clock.now().timestamp_micros()).unwrap_or(0)
    }

    /// Does something with a key's instant.
    fn at<T>(&self, key: &impl Hash, act: impl FnOnce(&mut u64) -> T) -> T {
        let hash = self.hashes.hash_one(key).max(1);
        let place = usize::try_from(hash >> 32).unwrap_or_default();
        let (shard, set) = (place % SHARDS, place / SHARDS % SETS);
        let mut slots = self.shards[shard].lock().unwrap_or_else(PoisonError::into_inner);
        if slots.is_empty() {
            *slots = vec![[0; 2]; SETS * WAYS];
        }
        let set = &mut slots[set * WAYS..][..WAYS];
        let known = set.iter().position(|[known, _]| *known == hash);
        let forgotten = || (0..WAYS).min_by_key(|&way| set[way][1]).unwrap_or_default();
        let way = known.unwrap_or_else(forgotten);
        if known.is_none() {
            set[way] = [hash, 0];
        }
        act(&mut set[way][1])
    }
}

impl std::fmt::Debug for Counter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Counter")
            .field("rate", &self.rate)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn counter(rate: &str) -> (Counter, SystemClock) {
        let clock = SystemClock::standing_at("2026-11-22T09:00:00Z".parse().expect("an instant"));
        (Counter::new(rate.parse().expect("a rate"), clock.clone()), clock)
    }

    #[test]
    fn after_so_many_each_waits_for_its_turn() {
        let (counter, clock) = counter("3/60");
        let levels: Vec<_> = (0..3).map(|_| counter.count(&"a").expect("allowed")).collect();
        assert_eq!(
            levels.iter().map(|level| level.remaining).collect::<Vec<_>>(),
            [2, 1, 0]
        );
        assert_eq!(levels[2].reset, 60);
        assert_eq!(counter.count(&"a"), Err(Duration::from_secs(20)));
        assert!(counter.count(&"b").is_ok(), "nobody else waits");
        // Whoever asks in vain waits no longer for it.
        assert_eq!(counter.count(&"a"), Err(Duration::from_secs(20)));
        clock.pass(TimeDelta::seconds(20));
        assert!(counter.count(&"a").is_ok());
        assert!(counter.count(&"a").is_err());
    }

    #[test]
    fn what_is_taken_back_was_never_counted() {
        let (counter, _) = counter("2/60");
        for _ in 0..10 {
            counter.count(&"a").expect("allowed");
            counter.uncount(&"a");
        }
        assert_eq!(counter.count(&"a").expect("allowed").remaining, 1);
        // Nor is there more than the quota.
        counter.uncount(&"b");
        assert_eq!(counter.count(&"b").expect("allowed").remaining, 1);
    }

    #[test]
    fn a_flood_of_keys_takes_no_more_memory_and_frees_nobody_who_is_held_back() {
        let (counter, _) = counter("5/3600");
        while counter.count(&"held back").is_ok() {}
        for key in 0..300_000_u32 {
            assert!(counter.count(&key).is_ok(), "{key}");
        }
        assert!(counter.count(&"held back").is_err());
        let slots = counter.shards.iter().map(|shard| shard.lock().expect("a shard").len());
        assert_eq!(slots.sum::<usize>(), WAYS * SETS * SHARDS);
    }
}
