//! Sequences of an FCO: which hours count together, and which sequence completes the FCO.
//!
//! Sequences in one sector count together; the one that reaches 35 hours in a rolling 5 years completes an FCO
//! (R3314-11 allows the sequences; how they add up is assumed). Hours count once: after a completion the next FCO starts
//! afresh, surplus included. Which completion used an hour is therefore remembered with the sequence (`counted_in`), so
//! that an attestation posted late never rearranges what was already granted.

use chrono::NaiveDate;

use crate::ids::AttestationId;
use crate::time::years_before;

/// The hours that make an FCO (R3314-11).
pub const HOURS_REQUIRED: u32 = 35;

/// The years in which they must be followed, counted back from the last of them, that very day included (assumed).
pub const ROLLING_YEARS: u32 = 5;

/// One sequence a driver followed in the sector in question. Withdrawn ones are not passed at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sequence {
    /// Its attestation.
    pub attestation: AttestationId,
    /// Hours followed.
    pub hours: u32,
    /// Last day.
    pub ended_on: NaiveDate,
    /// The attestation that completed an FCO with these hours, where one did.
    pub counted_in: Option<AttestationId>,
}

/// An FCO completed by sequences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The sequence that reached the hours: the entitlement and the certificate are due to its attestation.
    pub by: AttestationId,
    /// The last day of the whole FCO.
    pub ended_on: NaiveDate,
    /// Every attestation whose hours are used by it, itself included.
    pub counted: Vec<AttestationId>,
}

/// The completions that the uncounted sequences of one sector make, oldest first: none as a rule, sometimes one, and
/// several when years of attestations meet an account at once. The order of `sequences` does not matter.
pub fn completions(sequences: &[Sequence]) -> Vec<Completion> {
    let mut completed = Vec::new();
    let mut open: Vec<Sequence> = Vec::new();
    for sequence in uncounted(sequences) {
        open.retain(|earlier| counts_at(earlier.ended_on, sequence.ended_on));
        open.push(sequence);
        if total(&open) >= HOURS_REQUIRED {
            completed.push(Completion {
                by: sequence.attestation,
                ended_on: sequence.ended_on,
                counted: open.drain(..).map(|counted| counted.attestation).collect(),
            });
        }
    }
    completed
}

/// Hours towards the next FCO on a day: followed within the rolling years before it and used by no completion.
pub fn hours_done(sequences: &[Sequence], today: NaiveDate) -> u32 {
    let counting: Vec<_> = uncounted(sequences)
        .into_iter()
        .filter(|sequence| counts_at(sequence.ended_on, today))
        .collect();
    total(&counting)
}

/// Whether a completion still has its hours, asked when one of its sequences was withdrawn (and so is no longer passed).
/// Where it has not, its other sequences are free again: the caller clears their `counted_in`.
pub fn still_complete(sequences: &[Sequence], completion: AttestationId) -> bool {
    let counted: Vec<_> = sequences
        .iter()
        .copied()
        .filter(|sequence| sequence.counted_in == Some(completion))
        .collect();
    counted.iter().any(|sequence| sequence.attestation == completion) && total(&counted) >= HOURS_REQUIRED
}

/// By last day; of the same day, in the order they were recorded (ids are ordered by time).
fn uncounted(sequences: &[Sequence]) -> Vec<Sequence> {
    let mut uncounted: Vec<_> = sequences
        .iter()
        .copied()
        .filter(|sequence| sequence.counted_in.is_none())
        .collect();
    uncounted.sort_by_key(|sequence| (sequence.ended_on, sequence.attestation));
    uncounted
}

fn counts_at(ended_on: NaiveDate, day: NaiveDate) -> bool {
    ended_on >= years_before(day, ROLLING_YEARS)
}

fn total(sequences: &[Sequence]) -> u32 {
    sequences
        .iter()
        .fold(0, |sum, sequence| sum.saturating_add(sequence.hours))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn id(number: usize) -> AttestationId {
        AttestationId(Uuid::from_u128(number as u128))
    }

    fn sequences(given: &[(&str, u32)]) -> Vec<Sequence> {
        let sequence = |(index, (ended_on, hours)): (usize, &(&str, u32))| Sequence {
            attestation: id(index + 1),
            hours: *hours,
            ended_on: day(ended_on),
            counted_in: None,
        };
        given.iter().enumerate().map(sequence).collect()
    }

    /// (completed by, counting) for each completion, sequences numbered from 1 in the order given.
    #[rstest]
    #[case::nothing(&[], vec![])]
    #[case::one_hour_short(&[("2026-01-10", 7), ("2026-02-10", 14), ("2026-03-10", 13)], vec![])]
    #[case::exactly_enough(&[("2026-01-10", 7), ("2026-02-10", 14), ("2026-03-10", 14)], vec![(3, vec![1, 2, 3])])]
    #[case::posted_in_disorder(&[("2026-03-10", 14), ("2026-01-10", 7), ("2026-02-10", 14)], vec![(1, vec![2, 3, 1])])]
    #[case::same_day_in_order_of_recording(&[("2026-01-10", 28), ("2026-01-10", 7), ("2026-01-10", 7)], vec![(2, vec![1, 2])])]
    #[case::surplus_is_not_carried_over(&[("2026-01-10", 28), ("2026-02-10", 28), ("2026-03-10", 28)], vec![(2, vec![1, 2])])]
    #[case::the_next_starts_afresh(
        &[("2021-01-10", 35), ("2026-01-10", 21), ("2026-02-10", 14)], vec![(1, vec![1]), (3, vec![2, 3])])]
    #[case::five_years_back_still_counts(&[("2021-11-20", 28), ("2026-11-20", 7)], vec![(2, vec![1, 2])])]
    #[case::a_day_more_no_longer(&[("2021-11-19", 28), ("2026-11-20", 7)], vec![])]
    #[case::what_is_too_old_leaves_alone(
        &[("2020-01-10", 7), ("2022-01-10", 14), ("2024-01-10", 13), ("2026-01-10", 8)], vec![(4, vec![2, 3, 4])])]
    fn the_sequence_that_reaches_35_hours_completes(
        #[case] given: &[(&str, u32)],
        #[case] expected: Vec<(usize, Vec<usize>)>,
    ) {
        let found: Vec<_> = completions(&sequences(given))
            .into_iter()
            .map(|completion| (completion.by, completion.counted))
            .collect();
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(by, counted)| (id(by), counted.into_iter().map(id).collect::<Vec<_>>()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_late_attestation_leaves_granted_hours_alone() {
        let mut known = sequences(&[("2026-01-10", 21), ("2026-03-10", 14), ("2026-02-10", 7)]);
        known[0].counted_in = Some(id(2));
        known[1].counted_in = Some(id(2));
        assert_eq!(completions(&known), []);
        assert_eq!(hours_done(&known, day("2026-11-22")), 7);
    }

    #[test]
    fn a_withdrawn_sequence_can_undo_a_completion() {
        let mut known = sequences(&[("2026-01-10", 14), ("2026-02-10", 14), ("2026-03-10", 14)]);
        for sequence in &mut known {
            sequence.counted_in = Some(id(3));
        }
        assert!(still_complete(&known, id(3)));
        assert!(!still_complete(&known[1..], id(3)), "14 hours are missing now");
        assert!(
            !still_complete(&known[..2], id(3)),
            "the completing sequence itself is gone"
        );
    }

    #[rstest]
    #[case("2026-11-20", 21)]
    #[case("2031-01-10", 21)]
    #[case("2031-01-11", 7)]
    #[case("2031-02-11", 0)]
    fn hours_done_fade_with_time(#[case] today: &str, #[case] expected: u32) {
        let known = sequences(&[("2026-01-10", 14), ("2026-02-10", 7)]);
        assert_eq!(hours_done(&known, day(today)), expected);
    }

    fn any_sequences() -> impl Strategy<Value = Vec<Sequence>> {
        prop::collection::vec((7_u32..40, 0_u64..4_000), 0..30).prop_map(|drawn| {
            let sequence = |(index, (hours, days)): (usize, (u32, u64))| Sequence {
                attestation: id(index + 1),
                hours,
                ended_on: crate::time::days_after(NaiveDate::default(), days),
                counted_in: None,
            };
            drawn.into_iter().enumerate().map(sequence).collect()
        })
    }

    proptest! {
        #[test]
        fn hours_count_once_and_completions_hold(known in any_sequences()) {
            let found = completions(&known);
            let mut used: Vec<_> = found.iter().flat_map(|completion| completion.counted.clone()).collect();
            let uses = used.len();
            used.sort_unstable();
            used.dedup();
            prop_assert_eq!(used.len(), uses, "an hour counted twice");

            let mut remembered = known.clone();
            for completion in &found {
                for sequence in remembered.iter_mut().filter(|s| completion.counted.contains(&s.attestation)) {
                    sequence.counted_in = Some(completion.by);
                    prop_assert!(counts_at(sequence.ended_on, completion.ended_on));
                    prop_assert!(sequence.ended_on <= completion.ended_on);
                }
                prop_assert!(still_complete(&remembered, completion.by));
            }
            prop_assert_eq!(completions(&remembered), [], "deciding again grants nothing more");
        }

        #[test]
        fn the_order_of_arrival_does_not_matter(known in any_sequences().prop_shuffle()) {
            let mut sorted = known.clone();
            sorted.sort_by_key(|sequence| sequence.attestation);
            prop_assert_eq!(completions(&known), completions(&sorted));
        }
    }
}
