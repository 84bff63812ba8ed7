//! Chance that is the same each time.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Bits without a pattern, of a number: `SplitMix64`.
pub(super) const fn bits(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// One of several things, by a number and what it is for.
pub(super) fn pick<T>(things: &[T], number: u32, purpose: u64) -> &T {
    let index = bits(u64::from(number) ^ (purpose << 40)) % things.len() as u64;
    &things[usize::try_from(index).unwrap_or_default()]
}

/// Ids in the order in which they are asked for, each of an instant.
#[derive(Debug, Default)]
pub(super) struct Ids {
    given: u64,
    of: u32,
}

impl Ids {
    /// The ids of a driver.
    pub(super) const fn of(driver: u32) -> Self {
        Self { given: 0, of: driver }
    }

    /// The next one.
    pub(super) fn next<Id: From<Uuid>>(&mut self, at: DateTime<Utc>) -> Id {
        self.given += 1;
        let mut random = [0; 10];
        // Driver and count in front: what is asked for later sorts later, and no two are the same.
        random[..2].copy_from_slice(&u16::try_from(self.given).unwrap_or(u16::MAX).to_be_bytes());
        random[2..6].copy_from_slice(&self.of.to_be_bytes());
        let rest = bits(u64::from(self.of) << 16 | self.given).to_be_bytes();
        random[6..].copy_from_slice(&rest[..4]);
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &random)
            .into_uuid()
            .into()
    }
}
