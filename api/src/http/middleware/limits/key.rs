//! What is counted by. Keys are written out byte by byte, so that every process of every release hashes them alike; how
//! long each part is, too, so that no two keys are the same bytes.

use std::hash::Hasher;
use std::net::IpAddr;

use domain::ids::AccountId;
use uuid::Uuid;

/// Something to count by.
pub(super) trait Key {
    /// Writes it out.
    fn write(&self, hasher: &mut impl Hasher);
}

fn write(hasher: &mut impl Hasher, bytes: &[u8]) {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    hasher.write(&length.to_le_bytes());
    hasher.write(bytes);
}

impl Key for str {
    fn write(&self, hasher: &mut impl Hasher) {
        write(hasher, self.as_bytes());
    }
}

impl Key for String {
    fn write(&self, hasher: &mut impl Hasher) {
        self.as_str().write(hasher);
    }
}

impl Key for IpAddr {
    fn write(&self, hasher: &mut impl Hasher) {
        match self {
            Self::V4(address) => write(hasher, &address.octets()),
            Self::V6(address) => write(hasher, &address.octets()),
        }
    }
}

impl Key for AccountId {
    fn write(&self, hasher: &mut impl Hasher) {
        write(hasher, Uuid::from(*self).as_bytes());
    }
}

impl<K: Key + ?Sized> Key for &K {
    fn write(&self, hasher: &mut impl Hasher) {
        (**self).write(hasher);
    }
}

impl<A: Key, B: Key> Key for (A, B) {
    fn write(&self, hasher: &mut impl Hasher) {
        self.0.write(hasher);
        self.1.write(hasher);
    }
}

impl<A: Key, B: Key, C: Key> Key for (A, B, C) {
    fn write(&self, hasher: &mut impl Hasher) {
        self.0.write(hasher);
        self.1.write(hasher);
        self.2.write(hasher);
    }
}
