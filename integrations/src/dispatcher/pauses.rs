//! How long a message pauses between two attempts.

use std::time::Duration;

use super::Options;

/// The pause after so many attempts: each three times the one before, up to the longest.
pub(super) fn after(attempt: i32, options: &Options) -> Duration {
    let mut pause = options.first_pause;
    for _ in 1..attempt {
        if pause < options.longest_pause {
            pause = pause.saturating_mul(3);
        }
    }
    pause.min(options.longest_pause)
}

#[cfg(test)]
mod tests {
    use persistence::outbox::MOST_ATTEMPTS;

    use super::*;

    #[test]
    fn pauses_grow_and_outlast_a_bad_day() {
        let options = Options::default();
        let pauses: Vec<u64> = (1..MOST_ATTEMPTS)
            .map(|attempt| after(attempt, &options).as_secs())
            .collect();
        assert_eq!(
            pauses,
            [10, 30, 90, 270, 810, 2_430, 7_290, 14_400, 14_400, 14_400, 14_400]
        );
        assert!(pauses.iter().sum::<u64>() > 18 * 3_600);
    }
}
