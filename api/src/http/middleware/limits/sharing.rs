//! What processes tell each other of what they counted. What they keep of it lies in `persistence::rate_limits`.

use std::cmp::Reverse;

use super::Limits;
use super::counted::Counted;
use super::counter::Counter;

/// What was counted of a key since it was last told, taken in order to be told now.
#[derive(Debug, Clone)]
pub struct Untold {
    /// The name of its counter.
    pub counter: &'static str,
    /// The key.
    pub key: u64,
    /// When its quota was to be whole, after all that had been told before.
    told: u64,
    counted: Counted,
    /// When its quota is whole at the latest.
    latest: u64,
}

impl Untold {
    /// When the quota is whole that was to be whole at an instant, in microseconds since 1970, as the others know it; where
    /// they know of nothing, as this process knew it.
    pub fn upon(&self, known: Option<u64>) -> u64 {
        self.counted.upon(known.unwrap_or(self.told)).min(self.latest)
    }
}

impl Limits {
    /// Takes what the others should know of: at most so many keys, those first that used most of their quota. What was
    /// taken holds here as before.
    pub fn take_untold(&self, most: usize) -> Vec<Untold> {
        let mut found: Vec<_> = self
            .shared()
            .into_iter()
            .flat_map(|counter| {
                let keys = counter.worth_telling().into_iter();
                keys.map(move |(hundredths, key)| (hundredths, key, counter))
            })
            .collect();
        found.sort_unstable_by_key(|&(hundredths, key, _)| (Reverse(hundredths), key));
        found.truncate(most);
        let take = |(_, key, counter): (u64, u64, &Counter)| {
            let (told, counted) = counter.take(key)?;
            Some(Untold {
                counter: counter.name(),
                key,
                told,
                counted,
                latest: counter.owed_until(),
            })
        };
        found.into_iter().filter_map(take).collect()
    }

    /// Nobody could be told: it is told later, with what came since.
    pub fn give_back(&self, untold: &[Untold]) {
        for one in untold {
            if let Some(counter) = self.named(one.counter) {
                counter.give_back(one.key, (one.told, one.counted));
            }
        }
    }

    /// A key's quota is whole at an instant, in microseconds since 1970, after all that processes have told each other.
    pub fn learn(&self, counter: &str, key: u64, whole_at: u64) {
        if let Some(counter) = self.named(counter) {
            counter.learn(key, whole_at);
        }
    }

    /// The counters that all processes count together.
    fn shared(&self) -> [&Counter; 14] {
        [
            &self.general,
            &self.sign_in,
            &self.registration,
            &self.links,
            &self.tokens,
            &self.verification,
            &self.guesses,
            &self.wrong_passwords,
            &self.strange_passwords,
            &self.registration_email,
            &self.registrations_mailed,
            &self.links_email,
            &self.links_mailed,
            &self.exports,
        ]
    }

    fn named(&self, name: &str) -> Option<&Counter> {
        self.shared().into_iter().find(|counter| counter.name() == name)
    }
}
