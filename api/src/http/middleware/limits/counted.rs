//! The arithmetic of limits, by the generic cell rate algorithm. All there is to know of a key is an instant: that at
//! which its whole quota is there again. Instants and times are in microseconds.

/// What was counted of a key by one process, which the others do not know yet.
///
/// Whoever asks takes the instant to `max(instant, now) + period`, and many who ask take it to
/// `max(instant + added, at_least)`, with two numbers that do not hang on the instant. So processes need not know what the
/// others counted to count themselves: one after the other, each applies its own to what the database keeps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// What it puts the instant off by, or brings it forward where what was counted before is taken back.
    added: i64,
    /// Where the instant is if nobody else ever asked.
    at_least: u64,
}

impl Counted {
    /// One more, for which the quota takes a period to grow again.
    pub(super) fn count(&mut self, now: u64, period: u64) {
        self.added = self.added.saturating_add_unsigned(period);
        self.at_least = self.at_least.max(now) + period;
    }

    /// One less.
    pub(super) fn uncount(&mut self, period: u64) {
        self.added = self.added.saturating_sub_unsigned(period);
        self.at_least = self.at_least.saturating_sub(period);
    }

    /// Where it takes an instant.
    pub(super) fn upon(self, whole_at: u64) -> u64 {
        whole_at.saturating_add_signed(self.added).max(self.at_least)
    }

    /// Both, this one first.
    pub(super) fn then(self, later: Self) -> Self {
        Self {
            added: self.added.saturating_add(later.added),
            at_least: later.upon(self.at_least),
        }
    }

    /// How much of a quota this is, in hundredths.
    pub(super) fn hundredths(self, window: u64) -> u64 {
        self.added.unsigned_abs().saturating_mul(100) / window.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_000_000;
    const PERIOD: u64 = 10;

    /// What is counted at these instants.
    fn counted(instants: &[u64]) -> Counted {
        let mut counted = Counted::default();
        for &now in instants {
            counted.count(now, PERIOD);
        }
        counted
    }

    #[test]
    fn whoever_counts_apart_comes_to_the_same_as_whoever_counts_together() {
        let (early, late) = ([NOW, NOW + 1, NOW + 2], [NOW + 40, NOW + 41]);
        let together = counted(&[early.as_slice(), &late].concat());
        let apart = counted(&early).then(counted(&late));
        assert_eq!(apart, together);
        for before in [0, NOW - 5, NOW, NOW + 25, NOW + 500] {
            let one_after_the_other = counted(&late).upon(counted(&early).upon(before));
            assert_eq!(together.upon(before), one_after_the_other, "{before}");
        }
    }

    #[test]
    fn what_others_counted_meanwhile_is_not_lost() {
        // Both know of nobody, and count in the same moment: nobody asked three times of either, but six times of both.
        let (one, other) = (counted(&[NOW; 3]), counted(&[NOW; 3]));
        assert_eq!(other.upon(one.upon(0)), NOW + 6 * PERIOD);
        assert_eq!(one.upon(other.upon(0)), NOW + 6 * PERIOD);
    }

    #[test]
    fn what_is_taken_back_is_taken_back_everywhere() {
        let mut both = counted(&[NOW]);
        both.uncount(PERIOD);
        assert_eq!(both.upon(NOW + 70), NOW + 70);
        assert_eq!(both.upon(0), NOW, "nobody waits");
        // Told before it turned out right.
        let told = counted(&[NOW, NOW]).upon(0);
        let mut later = Counted::default();
        later.uncount(PERIOD);
        assert_eq!(later.upon(told), NOW + PERIOD);
        assert_eq!(later.upon(0), 0, "not before time began");
    }

    #[test]
    fn a_share_of_the_quota() {
        assert_eq!(counted(&[]).hundredths(100), 0);
        assert_eq!(counted(&[NOW]).hundredths(1_001), 0);
        assert_eq!(counted(&[NOW; 4]).hundredths(80), 50);
        let mut back = Counted::default();
        back.uncount(PERIOD);
        assert_eq!(back.hundredths(100), 10);
    }
}
