//! Ids ordered by time, and secrets.

use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::{digest, rand};
use chrono::{DateTime, Utc};
use uuid::{Builder, Uuid};

use crate::token::Token;

/// Where ids and secrets come from. Clones share the order.
#[derive(Debug, Clone)]
pub struct IdSource {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    entropy: Entropy,
    /// The last id's milliseconds since 1970.
    millis: u64,
    /// The last id's other 74 bits, which count up within a millisecond.
    tail: u128,
}

#[derive(Debug)]
enum Entropy {
    System,
    Seeded { seed: u64, drawn: u64 },
}

/// The bits of a `UUIDv7` that are neither time, version nor variant.
const TAIL_BITS: u32 = 74;

impl IdSource {
    /// True entropy.
    pub fn new() -> Self {
        Self::drawing(Entropy::System)
    }

    /// The same ids and secrets each time, for the same seed. For tests.
    pub fn seeded(seed: u64) -> Self {
        Self::drawing(Entropy::Seeded { seed, drawn: 0 })
    }

    fn drawing(entropy: Entropy) -> Self {
        let state = State {
            entropy,
            millis: 0,
            tail: 0,
        };
        Self {
            state: Arc::new(Mutex::new(state)),
        }
    }

    /// A fresh `UUIDv7` of that instant, greater than every one given out before. Where the instant is earlier than
    /// the last id's, the id follows the last one at once.
    pub fn id<I: From<Uuid>>(&self, instant: DateTime<Utc>) -> I {
        let millis = u64::try_from(instant.timestamp_millis()).unwrap_or(0);
        self.state().next(millis).into()
    }

    /// What no id of that millisecond, or of a later one, is smaller than; and every earlier one is.
    pub(crate) fn first_at(instant: DateTime<Utc>) -> Uuid {
        version_7(u64::try_from(instant.timestamp_millis()).unwrap_or(0), 0)
    }

    /// The instant that an id tells; none where it is of another kind.
    pub(crate) fn instant_of(id: Uuid) -> Option<DateTime<Utc>> {
        let (seconds, nanos) = id.get_timestamp()?.to_unix();
        DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
    }

    /// A fresh secret.
    pub fn token(&self) -> Token {
        Token::from_bytes(self.state().entropy.draw())
    }

    /// Fresh random bytes, for codes and references that people read.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        self.state().entropy.draw()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for IdSource {
    fn default() -> Self {
        Self::new()
    }
}

impl State {
    fn next(&mut self, millis: u64) -> Uuid {
        let entropy = u128::from_be_bytes(self.entropy.draw());
        if millis > self.millis {
            self.millis = millis;
            // The top bit stays free, so that counting up has room.
            self.tail = entropy >> (128 - TAIL_BITS + 1);
        } else {
            // A step of up to 2³²: nobody can tell the next id from this one.
            self.tail += 1 + (entropy >> 96);
            if self.tail >> TAIL_BITS != 0 {
                self.millis += 1;
                self.tail = entropy >> (128 - TAIL_BITS + 1);
            }
        }
        version_7(self.millis, self.tail)
    }
}

/// 12 bits of the tail stand between version and variant, 62 after the variant.
fn version_7(millis: u64, tail: u128) -> Uuid {
    let spread = (tail >> 62) << 64 | tail & ((1 << 62) - 1);
    let [_, _, _, _, _, _, rest @ ..] = spread.to_be_bytes();
    Builder::from_unix_timestamp_millis(millis, &rest).into_uuid()
}

impl Entropy {
    fn draw<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        match self {
            Self::System => rand::fill(&mut bytes).expect("the machine can give random bytes"),
            Self::Seeded { seed, drawn } => {
                let mut text = [0; 16];
                text[..8].copy_from_slice(&seed.to_be_bytes());
                text[8..].copy_from_slice(&drawn.to_be_bytes());
                *drawn += 1;
                for (byte, entropy) in bytes.iter_mut().zip(digest::digest(&digest::SHA256, &text).as_ref()) {
                    *byte = *entropy;
                }
            }
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn an_id_is_a_uuid_of_version_7_that_tells_its_instant() {
        let id: Uuid = IdSource::new().id(at("2026-11-22T09:00:00.123Z"));
        assert_eq!(id.get_version_num(), 7);
        assert_eq!(id.get_variant(), uuid::Variant::RFC4122);
        let (seconds, nanos) = id.get_timestamp().expect("a time").to_unix();
        assert_eq!((seconds, nanos), (1_795_338_000, 123_000_000));
    }

    #[test]
    fn ids_are_ordered_within_a_millisecond_over_time_and_when_the_clock_is_set_back() {
        let ids = IdSource::new();
        let mut given: Vec<Uuid> = (0..1_000).map(|_| ids.id(at("2026-11-22T09:00:00.001Z"))).collect();
        given.push(ids.id(at("2026-11-22T09:00:00.002Z")));
        given.push(ids.id(at("2026-11-22T08:00:00Z")));
        assert!(given.is_sorted_by(|earlier, later| earlier < later));
    }

    #[test]
    fn a_millisecond_that_is_full_flows_into_the_next() {
        let mut state = State {
            entropy: Entropy::System,
            millis: 5,
            tail: (1 << TAIL_BITS) - 1,
        };
        let full = version_7(state.millis, state.tail);
        assert!(state.next(5) > full);
        assert_eq!(state.millis, 6);
    }

    #[test]
    fn seeded_chance_repeats_itself_and_true_chance_does_not() {
        let draw = |ids: &IdSource| (ids.id::<Uuid>(at("2026-11-22T09:00:00Z")), ids.token());
        assert_eq!(draw(&IdSource::seeded(1)), draw(&IdSource::seeded(1)));
        assert_ne!(draw(&IdSource::seeded(1)), draw(&IdSource::seeded(2)));
        assert_ne!(draw(&IdSource::new()), draw(&IdSource::new()));
        let ids = IdSource::seeded(1);
        assert_ne!(draw(&ids), draw(&ids));
    }
}
