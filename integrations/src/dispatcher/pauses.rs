//! How long a message pauses between two attempts.

use chrono::TimeDelta;

const FIRST: TimeDelta = TimeDelta::seconds(10);
const LONGEST: TimeDelta = TimeDelta::hours(4);

/// The pause after so many attempts: each three times the one before, up to four hours. Twelve attempts outlast a
/// mail server that is down for most of a day, and a stumble is made good within seconds.
pub(super) fn after(attempt: i32) -> TimeDelta {
    let mut pause = FIRST;
    for _ in 1..attempt {
        if pause < LONGEST {
            pause = pause * 3;
        }
    }
    pause.min(LONGEST)
}

#[cfg(test)]
mod tests {
    use persistence::outbox::MOST_ATTEMPTS;

    use super::*;

    #[test]
    fn pauses_grow_and_outlast_a_bad_day() {
        let pauses: Vec<i64> = (1..MOST_ATTEMPTS).map(|attempt| after(attempt).num_seconds()).collect();
        assert_eq!(
            pauses,
            [10, 30, 90, 270, 810, 2_430, 7_290, 14_400, 14_400, 14_400, 14_400]
        );
        assert!(pauses.iter().sum::<i64>() > 18 * 3_600);
    }
}
