//! Counts by some key, in memory: [`Shard`]s hold the keys, [`Counted`] is the arithmetic.

use std::hash::Hasher as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_lc_rs::error::Unspecified;
use persistence::keys;
use persistence::time::SystemClock;
use siphasher::sip::SipHasher24;

use super::counted::Counted;
use super::key::Key;
use super::shard::{SHARDS, Shard};
use crate::config::Rate;

/// Of how many hundredths of its quota a key has to be counted before it is worth telling.
const WORTH_TELLING: u64 = 1;

/// See the module.
pub(super) struct Counter {
    name: &'static str,
    rate: Rate,
    /// In how many microseconds one more is allowed.
    period: u64,
    clock: SystemClock,
    /// Hashes by a key of its own, the same in every process: whoever knows it not, and sees hashes, learns nothing of what
    /// was hashed, and makes no two that are the same.
    hasher: SipHasher24,
    shards: Vec<Mutex<Shard>>,
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
    /// One that counts nothing yet. By its name and the hub's secret, others find what it counted.
    pub(super) fn new(name: &'static str, rate: Rate, clock: &SystemClock, secret: &str) -> Result<Self, Unspecified> {
        let period = u64::from(rate.seconds.get()) * 1_000_000 / u64::from(rate.count.get());
        let key = keys::derived(secret, &format!("limits/{name}"))?;
        Ok(Self {
            name,
            rate,
            period: period.max(1),
            clock: clock.clone(),
            hasher: SipHasher24::new_with_key(&key),
            shards: std::iter::repeat_with(Mutex::default).take(SHARDS).collect(),
        })
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn rate(&self) -> Rate {
        self.rate
    }

    /// Where a key stands that nobody has counted.
    pub(super) fn untouched(&self) -> Level {
        self.level(0)
    }

    /// Counts one; where it is one too many, how long to wait.
    pub(super) fn count(&self, key: &impl Key) -> Result<Level, Duration> {
        let (now, window) = (self.now(), self.window());
        let key = self.hash(key);
        let mut shard = self.shard(key);
        let slot = shard.counting(key);
        // Where the machine's clock was set back, nobody waits longer than the window.
        slot.whole_by(now + window);
        let used = slot.whole_at().saturating_sub(now) + self.period;
        if used > window {
            return Err(Duration::from_micros(used - window));
        }
        slot.untold.count(now, self.period);
        Ok(self.level(used))
    }

    /// Takes back one that was counted.
    pub(super) fn uncount(&self, key: &impl Key) {
        let key = self.hash(key);
        self.shard(key).counting(key).untold.uncount(self.period);
    }

    /// The keys that others should know of, by their hash, each with how much of its quota they do not know of, in
    /// hundredths.
    pub(super) fn worth_telling(&self) -> Vec<(u64, u64)> {
        let window = self.window();
        let mut found = Vec::new();
        for shard in &self.shards {
            let mut shard = locked(shard);
            let untold = shard.untold().map(|(key, untold)| (untold.hundredths(window), key));
            found.extend(untold.filter(|(hundredths, _)| *hundredths >= WORTH_TELLING));
        }
        found
    }

    /// Takes what is untold of a key, for telling it, with what had been told before.
    pub(super) fn take(&self, key: u64) -> Option<(u64, Counted)> {
        self.shard(key).take(key)
    }

    /// What was taken of a key could not be told.
    pub(super) fn give_back(&self, key: u64, taken: (u64, Counted)) {
        self.shard(key).give_back(key, taken);
    }

    /// A key stands there, after all that processes have told each other.
    pub(super) fn learn(&self, key: u64, whole_at: u64) {
        let whole_at = whole_at.min(self.latest());
        self.shard(key).learn(key, whole_at);
    }

    /// The latest instant at which the quota of anybody is whole again.
    pub(super) fn latest(&self) -> u64 {
        self.now() + self.window()
    }

    /// The latest instant that is kept for others. Whoever used up a quota in several processes at once owes as much again:
    /// so that what is taken back of it later frees nothing.
    pub(super) fn owed_until(&self) -> u64 {
        self.latest() + self.window()
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

    fn hash(&self, key: &impl Key) -> u64 {
        let mut hasher = self.hasher;
        key.write(&mut hasher);
        hasher.finish().max(1)
    }

    fn shard(&self, key: u64) -> MutexGuard<'_, Shard> {
        locked(&self.shards[Shard::of(key)])
    }
}

fn locked(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

impl std::fmt::Debug for Counter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Counter")
            .field("name", &self.name)
            .field("rate", &self.rate)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn clock() -> SystemClock {
        SystemClock::standing_at("2026-11-22T09:00:00Z".parse().expect("an instant"))
    }

    /// A counter, as every process has one.
    fn at(clock: &SystemClock, rate: &str) -> Counter {
        let rate = rate.parse().expect("a rate");
        Counter::new("things", rate, clock, "a secret").expect("a counter")
    }

    fn counter(rate: &str) -> (Counter, SystemClock) {
        let clock = clock();
        (at(&clock, rate), clock)
    }

    /// What a database does between processes: takes what one has to tell, and answers it.
    fn tell(counter: &Counter, kept: &mut u64) {
        for (_, key) in counter.worth_telling() {
            let (told, untold) = counter.take(key).expect("it is known");
            let known = if *kept == 0 { told } else { *kept };
            *kept = untold.upon(known).min(counter.latest());
            counter.learn(key, *kept);
        }
    }

    fn used_up(counter: &Counter) -> usize {
        (0..1_000).take_while(|_| counter.count(&"a").is_ok()).count()
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
            assert!(counter.count(&key.to_string()).is_ok(), "{key}");
        }
        assert!(counter.count(&"held back").is_err());
        let room = counter.shards.iter().map(|shard| locked(shard).room());
        assert_eq!(room.sum::<usize>(), 32_768);
    }

    #[test]
    fn keys_are_known_by_their_hash_and_to_this_counter_alone() {
        let (counter, clock) = counter("5/60");
        let rate = counter.rate();
        let of = |name, secret| Counter::new(name, rate, &clock, secret).expect("a counter");
        let hash = counter.hash(&"a");
        assert_eq!(hash, of("things", "a secret").hash(&"a"));
        assert_ne!(hash, of("others", "a secret").hash(&"a"));
        assert_ne!(hash, of("things", "another").hash(&"a"));
        assert_ne!(counter.hash(&("ab", "c")), counter.hash(&("a", "bc")));
    }

    #[test]
    fn two_processes_that_tell_each_other_let_through_as_much_as_one() {
        let (one, clock) = counter("10/600");
        let other = at(&clock, "10/600");
        let mut kept = 0;
        for _ in 0..4 {
            one.count(&"a").expect("allowed");
            other.count(&"a").expect("allowed");
        }
        tell(&one, &mut kept);
        tell(&other, &mut kept);
        one.learn(one.hash(&"a"), kept);
        assert_eq!(one.count(&"a").expect("allowed").remaining, 1);
        tell(&one, &mut kept);
        other.learn(other.hash(&"a"), kept);
        assert_eq!(used_up(&other), 1);
        tell(&other, &mut kept);
        one.learn(one.hash(&"a"), kept);
        assert_eq!(used_up(&one), 0);
        assert!(one.worth_telling().is_empty() && other.worth_telling().is_empty());

        // The quota grows again, for both together.
        clock.pass(TimeDelta::seconds(60));
        assert_eq!(used_up(&one), 1);
        tell(&one, &mut kept);
        other.learn(other.hash(&"a"), kept);
        assert_eq!(used_up(&other), 0);
    }

    #[test]
    fn whoever_used_up_a_quota_twice_waits_no_longer_than_the_window() {
        let (one, clock) = counter("3/60");
        let other = at(&clock, "3/60");
        let mut kept = 0;
        assert_eq!((used_up(&one), used_up(&other)), (3, 3));
        tell(&one, &mut kept);
        tell(&other, &mut kept);
        assert_eq!(other.count(&"a"), Err(Duration::from_secs(20)));
        clock.pass(TimeDelta::seconds(60));
        assert_eq!(used_up(&other), 3);
    }

    #[test]
    fn what_could_not_be_told_is_told_later_with_what_came_since() {
        let (counter, _) = counter("5/60");
        let key = counter.hash(&"a");
        counter.learn(key, counter.now());
        counter.count(&"a").expect("allowed");
        let taken = counter.take(key).expect("it is known");
        assert_eq!(counter.count(&"a").expect("allowed").remaining, 3, "nobody gains by it");
        counter.give_back(key, taken);
        assert_eq!(counter.count(&"a").expect("allowed").remaining, 2);
        let mut kept = 0;
        tell(&counter, &mut kept);
        assert_eq!(kept, counter.now() + 3 * 12_000_000);
        assert!(counter.worth_telling().is_empty());
    }

    #[test]
    fn a_right_password_is_taken_back_where_it_was_told_of() {
        let (one, clock) = counter("3/60");
        let other = at(&clock, "3/60");
        let mut kept = 0;
        one.count(&"a").expect("allowed");
        tell(&one, &mut kept);
        other.learn(other.hash(&"a"), kept);
        one.uncount(&"a");
        tell(&one, &mut kept);
        other.learn(other.hash(&"a"), kept);
        assert_eq!(used_up(&other), 3);
    }

    #[test]
    fn where_the_clock_is_set_back_nobody_waits_longer_than_the_window() {
        let (mut counter, clock) = counter("3/60");
        clock.pass(TimeDelta::days(1));
        assert_eq!(used_up(&counter), 3);
        let mut kept = 0;
        tell(&counter, &mut kept);
        counter.clock = self::clock();
        assert_eq!(counter.count(&"a"), Err(Duration::from_secs(20)));
        counter.clock.pass(TimeDelta::seconds(60));
        assert_eq!(used_up(&counter), 3);
        tell(&counter, &mut kept);
        assert_eq!(kept, counter.latest(), "nor what was kept before");
    }

    #[test]
    fn what_is_little_is_not_worth_telling() {
        let (counter, _) = counter("1200/60");
        for _ in 0..11 {
            counter.count(&"a").expect("allowed");
        }
        assert!(counter.worth_telling().is_empty());
        counter.count(&"a").expect("allowed");
        assert_eq!(counter.worth_telling(), [(1, counter.hash(&"a"))]);
    }

    #[test]
    fn whoever_is_held_back_elsewhere_is_held_back_here_and_drives_out_nobody_who_waits_longer() {
        let (counter, clock) = counter("3/60");
        let (key, window) = (counter.hash(&"a"), 60_000_000);
        counter.learn(key, counter.now() + 10 * window);
        assert_eq!(counter.count(&"a"), Err(Duration::from_secs(20)));
        // A clock that was set back elsewhere holds nobody for longer than the window.
        clock.pass(TimeDelta::seconds(60));
        assert_eq!(used_up(&counter), 3);
        // Eight of a set: they share the upper half of their hash.
        for low in 1..=8 {
            counter.learn((key & !0xffff) | low, counter.now() + 1);
        }
        assert!(counter.count(&"a").is_err());
    }
}
