//! Tokens whose signature was found good: what they say is remembered until they expire, since checking a signature costs
//! more than everything else a request passes. Whether the session or client is still let in is asked each time.

use std::array;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::tokens::Bearer;

/// Tokens are remembered in so many parts, so that few callers meet.
const SHARDS: usize = 16;
/// The most tokens in each, of about 150 bytes.
const PER_SHARD: usize = 1_024;

/// The SHA-256 of a token: the token itself is not kept.
type Digest = [u8; 32];

/// What was found in a good token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verified {
    pub bearer: Bearer,
    /// When it was made, in Unix seconds.
    pub issued_at: i64,
    /// When it ends, in Unix seconds.
    pub expires_at: i64,
}

impl Verified {
    /// Whether the token is good now. One from the future was made by a clock we do not share.
    pub fn is_good(&self, now: i64) -> bool {
        self.expires_at > now && self.issued_at <= now + 60
    }
}

/// The tokens that are remembered.
#[derive(Debug)]
pub(super) struct VerifiedTokens {
    shards: [Mutex<HashMap<Digest, Verified>>; SHARDS],
}

impl VerifiedTokens {
    pub fn new() -> Self {
        Self {
            shards: array::from_fn(|_| Mutex::default()),
        }
    }

    /// What a token says, where it was checked before.
    pub fn get(&self, digest: &Digest) -> Option<Verified> {
        self.with_shard(digest, |known| known.get(digest).cloned())
    }

    /// Remembers a good token. Where there is no room, expired ones are forgotten; where there is still none, all are.
    pub fn keep(&self, digest: Digest, verified: Verified, now: i64) {
        self.with_shard(&digest, |known| {
            if known.len() >= PER_SHARD {
                known.retain(|_, verified| verified.is_good(now));
            }
            if known.len() >= PER_SHARD {
                known.clear();
            }
            known.insert(digest, verified);
        });
    }

    fn with_shard<T>(&self, digest: &Digest, act: impl FnOnce(&mut HashMap<Digest, Verified>) -> T) -> T {
        let shard = &self.shards[usize::from(digest[0]) % SHARDS];
        act(&mut shard.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::SessionId;
    use uuid::Uuid;

    use super::*;

    const MOST: usize = SHARDS * PER_SHARD;

    fn verified(issued_at: i64) -> Verified {
        Verified {
            bearer: Bearer::Person(SessionId::from(Uuid::nil()), None),
            issued_at,
            expires_at: issued_at + 600,
        }
    }

    fn digest(number: usize) -> Digest {
        persistence::digest::of_parts([&number.to_be_bytes()[..]])
    }

    fn remembered(tokens: &VerifiedTokens) -> usize {
        tokens
            .shards
            .iter()
            .map(|shard| shard.lock().expect("a shard").len())
            .sum()
    }

    #[test]
    fn what_was_checked_is_known_and_nothing_else() {
        let tokens = VerifiedTokens::new();
        tokens.keep(digest(1), verified(1_000), 1_000);
        assert_eq!(tokens.get(&digest(1)), Some(verified(1_000)));
        assert_eq!(tokens.get(&digest(2)), None);
    }

    #[test]
    fn a_token_is_good_from_when_it_was_made_until_it_ends() {
        let token = verified(1_000);
        assert!(token.is_good(1_000) && token.is_good(1_599) && token.is_good(940));
        assert!(!token.is_good(1_600) && !token.is_good(939));
    }

    #[test]
    fn so_many_are_remembered_and_expired_ones_go_first() {
        let tokens = VerifiedTokens::new();
        for number in 0..MOST {
            tokens.keep(digest(number), verified(0), 0);
        }
        for number in MOST..2 * MOST {
            tokens.keep(digest(number), verified(700), 700);
        }
        assert!(remembered(&tokens) <= MOST, "{}", remembered(&tokens));
        assert_eq!(tokens.get(&digest(2 * MOST - 1)), Some(verified(700)));
    }
}
