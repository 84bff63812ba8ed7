//! Keys in an amount of memory that is fixed, whoever is counted how often. They lie in small sets; where a set is full,
//! the key that is nearest to its whole quota is forgotten, so that a flood of keys seen once drives out others seen once,
//! and not the one that is being held back.

use super::counted::Counted;

/// Keys of a set.
const WAYS: usize = 8;
/// Sets of a shard.
const SETS: usize = 64;
/// Shards of a counter, each under a lock of its own: 32,768 keys in all, in a megabyte at most.
pub(super) const SHARDS: usize = 64;

/// A part of a counter's keys.
#[derive(Default)]
pub(super) struct Shard {
    /// Made when the first key falls into it.
    slots: Vec<Slot>,
    /// Whether anything may have been counted here that the others do not know.
    is_changed: bool,
}

/// Where a key stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Slot {
    /// Its hash; 0: nothing lies here.
    key: u64,
    /// When its quota was to be whole, after all that processes have told each other.
    pub(super) told: u64,
    /// What was counted here since.
    pub(super) untold: Counted,
}

impl Slot {
    /// When its quota is whole.
    pub(super) fn whole_at(&self) -> u64 {
        self.untold.upon(self.told)
    }

    /// Has its quota be whole at an instant, if it were only later.
    pub(super) fn whole_by(&mut self, latest: u64) {
        if self.whole_at() > latest {
            (self.told, self.untold) = (latest, Counted::default());
        }
    }
}

impl Shard {
    /// Which shard of a counter a key falls into.
    pub(super) fn of(key: u64) -> usize {
        place(key) % SHARDS
    }

    /// Where a key stands that is counted now. Where it is not known, somebody else's place is made its own.
    pub(super) fn counting(&mut self, key: u64) -> &mut Slot {
        self.is_changed = true;
        let set = self.set(key);
        let known = set.iter().position(|slot| slot.key == key);
        let way = known.unwrap_or_else(|| weakest(set));
        if known.is_none() {
            set[way] = Slot { key, ..Slot::default() };
        }
        &mut set[way]
    }

    /// Takes what is untold of a key, for telling it; what the key stands at stays the same. With it comes what had been
    /// told before.
    pub(super) fn take(&mut self, key: u64) -> Option<(u64, Counted)> {
        let slot = self.known(key)?;
        let before = (slot.told, slot.untold);
        (slot.told, slot.untold) = (slot.whole_at(), Counted::default());
        Some(before)
    }

    /// What was taken of a key could not be told.
    pub(super) fn give_back(&mut self, key: u64, (told, untold): (u64, Counted)) {
        self.is_changed = true;
        if let Some(slot) = self.known(key) {
            (slot.told, slot.untold) = (told, untold.then(slot.untold));
        }
    }

    /// A key stands somewhere, after all that processes have told each other. Where it is not known, it takes the place of
    /// one that is nearer to its whole quota, if there is one.
    pub(super) fn learn(&mut self, key: u64, told: u64) {
        if let Some(slot) = self.known(key) {
            slot.told = told;
            return;
        }
        let set = self.set(key);
        let weakest = weakest(set);
        if set[weakest].whole_at() < told {
            set[weakest] = Slot {
                key,
                told,
                untold: Counted::default(),
            };
        }
    }

    /// The keys of which something is untold.
    pub(super) fn untold(&mut self) -> impl Iterator<Item = (u64, Counted)> {
        let of_changed = if self.is_changed { self.slots.as_slice() } else { &[] };
        let is_untold = |slot: &&Slot| slot.untold != Counted::default();
        self.is_changed = of_changed.iter().any(|slot| is_untold(&slot));
        let untold = of_changed.iter().filter(is_untold);
        untold.map(|slot| (slot.key, slot.untold))
    }

    fn known(&mut self, key: u64) -> Option<&mut Slot> {
        self.set(key).iter_mut().find(|slot| slot.key == key)
    }

    fn set(&mut self, key: u64) -> &mut [Slot] {
        if self.slots.is_empty() {
            self.slots = vec![Slot::default(); SETS * WAYS];
        }
        let set = place(key) / SHARDS % SETS;
        &mut self.slots[set * WAYS..][..WAYS]
    }

    /// How many keys there is room for.
    #[cfg(test)]
    pub(super) fn room(&self) -> usize {
        self.slots.len()
    }
}

fn place(key: u64) -> usize {
    usize::try_from(key >> 32).unwrap_or_default()
}

/// The one of a set that is nearest to its whole quota.
fn weakest(set: &[Slot]) -> usize {
    (0..set.len())
        .min_by_key(|&way| set[way].whole_at())
        .unwrap_or_default()
}
