//! Which share of the traces that begin here is kept. It is settled before a span is made.

use std::sync::atomic::{AtomicU64, Ordering};

/// The numbers below which a trace is kept, of all there are: one share for the process, as it has one subscriber.
static BELOW: AtomicU64 = AtomicU64::new(u64::MAX);

/// How many were asked for.
static ASKED: AtomicU64 = AtomicU64::new(0);

/// 2⁶⁴ by the golden ratio: its multiples lie evenly, however many there are, and in no order that requests have.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// Keeps a share from now on, from 0 to 1.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a share of all numbers, rounded"
)]
pub(super) fn keep(share: f64) {
    BELOW.store((share * u64::MAX as f64) as u64, Ordering::Relaxed);
}

/// Whether the next trace that begins is kept.
pub(super) fn is_next_kept() -> bool {
    let number = ASKED.fetch_add(1, Ordering::Relaxed).wrapping_mul(STEP);
    is_kept(number, BELOW.load(Ordering::Relaxed))
}

const fn is_kept(number: u64, below: u64) -> bool {
    number < below || below == u64::MAX
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(0, 0)]
    #[case(u64::MAX / 10, 100)]
    #[case(u64::MAX / 2, 500)]
    #[case(u64::MAX, 1_000)]
    fn so_many_of_a_thousand_are_kept(#[case] below: u64, #[case] expected: u64) {
        let numbers = (0..1_000_u64).map(|asked| asked.wrapping_mul(STEP));
        let kept = numbers.filter(|number| is_kept(*number, below)).count() as u64;
        assert!(kept.abs_diff(expected) <= 2, "{kept}");
    }
}
