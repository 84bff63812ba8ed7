//! Sequences of an FCO: which hours count together, and which sequence completes the FCO.
//!
//! Sequences in one sector count together; the one that reaches 35 hours in a rolling 5 years completes an FCO
//! (R3314-11 allows the sequences; how they add up is assumed). Hours count once: after a completion the next FCO starts
//! afresh, surplus included, and so it does after any training that gives or renews the qualification: see
//! [`super::terms`], which walks through all that a driver followed. Hours of one day count once as well: sequences that
//! share a day have, together, no more hours than their days can hold.

use chrono::NaiveDate;

use crate::ids::AttestationId;
use crate::rules::plausibility::most_hours;
use crate::time::years_before;

/// The hours that make an FCO (R3314-11).
pub const HOURS_REQUIRED: u32 = 35;

/// The years in which they must be followed, counted back from the last of them, that very day included (assumed).
pub const ROLLING_YEARS: u32 = 5;

/// One sequence a driver followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sequence {
    /// Its attestation.
    pub attestation: AttestationId,
    /// Hours followed.
    pub hours: u32,
    /// First day.
    pub started_on: NaiveDate,
    /// Last day.
    pub ended_on: NaiveDate,
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

/// The sequences of one sector that no FCO used yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenHours(Vec<Sequence>);

impl OpenHours {
    /// Adds a sequence that ended no earlier than those before it. The completion, where it reaches the hours: nothing is
    /// open then.
    pub fn add(&mut self, sequence: Sequence) -> Option<Completion> {
        self.0.retain(|earlier| counts_at(earlier.ended_on, sequence.ended_on));
        self.0.push(sequence);
        (total(&self.0) >= HOURS_REQUIRED).then(|| Completion {
            by: sequence.attestation,
            ended_on: sequence.ended_on,
            counted: self.0.drain(..).map(|counted| counted.attestation).collect(),
        })
    }

    /// Forgets what ended on a day or before it: the qualification was given or renewed then.
    pub fn forget_until(&mut self, day: NaiveDate) {
        self.0.retain(|sequence| day < sequence.ended_on);
    }

    /// Hours towards the next FCO on a day: followed within the rolling years before it.
    pub fn done(&self, today: NaiveDate) -> u32 {
        let counting: Vec<_> = self
            .0
            .iter()
            .copied()
            .filter(|sequence| counts_at(sequence.ended_on, today))
            .collect();
        total(&counting)
    }
}

fn counts_at(ended_on: NaiveDate, day: NaiveDate) -> bool {
    ended_on >= years_before(day, ROLLING_YEARS)
}

/// The hours of all, where those that share days have no more than these days hold.
fn total(sequences: &[Sequence]) -> u32 {
    let mut sorted = sequences.to_vec();
    sorted.sort_by_key(|sequence| sequence.started_on);
    let sharing_days = sorted.iter().fold(Vec::<Span>::new(), |mut spans, sequence| {
        match spans.last_mut().filter(|span| sequence.started_on <= span.ended_on) {
            Some(span) => span.join(sequence),
            None => spans.push(Span::of(sequence)),
        }
        spans
    });
    sharing_days.iter().map(Span::hours).fold(0, u32::saturating_add)
}

/// Sequences of which each shares a day with another one.
struct Span {
    hours: u32,
    started_on: NaiveDate,
    ended_on: NaiveDate,
}

impl Span {
    fn of(sequence: &Sequence) -> Self {
        Self {
            hours: sequence.hours,
            started_on: sequence.started_on,
            ended_on: sequence.ended_on,
        }
    }

    fn join(&mut self, sequence: &Sequence) {
        self.hours = self.hours.saturating_add(sequence.hours);
        self.ended_on = self.ended_on.max(sequence.ended_on);
    }

    fn hours(&self) -> u32 {
        self.hours.min(most_hours(self.started_on, self.ended_on))
    }
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

    fn sequence(number: usize, ended_on: NaiveDate, hours: u32) -> Sequence {
        Sequence {
            attestation: id(number),
            hours,
            started_on: ended_on - chrono::TimeDelta::days(i64::from(hours.div_ceil(7)) - 1),
            ended_on,
        }
    }

    fn open(given: &[(&str, u32)]) -> (OpenHours, Vec<Completion>) {
        let mut open = OpenHours::default();
        let completions = given
            .iter()
            .enumerate()
            .filter_map(|(index, (ended_on, hours))| open.add(sequence(index + 1, day(ended_on), *hours)))
            .collect();
        (open, completions)
    }

    /// (completed by, counting) for each completion, sequences numbered from 1 in the order given.
    #[rstest]
    #[case::nothing(&[], vec![])]
    #[case::one_hour_short(&[("2026-01-10", 7), ("2026-02-10", 14), ("2026-03-10", 13)], vec![])]
    #[case::exactly_enough(&[("2026-01-10", 7), ("2026-02-10", 14), ("2026-03-10", 14)], vec![(3, vec![1, 2, 3])])]
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
        let found: Vec<_> = open(given)
            .1
            .into_iter()
            .map(|completion| (completion.by, completion.counted))
            .collect();
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(by, counted)| (id(by), counted.into_iter().map(id).collect::<Vec<_>>()))
            .collect();
        assert_eq!(found, expected);
    }

    #[rstest]
    #[case("2026-11-20", 21)]
    #[case("2031-01-10", 21)]
    #[case("2031-01-11", 7)]
    #[case("2031-02-11", 0)]
    fn hours_done_fade_with_time(#[case] today: &str, #[case] expected: u32) {
        let (open, _) = open(&[("2026-01-10", 14), ("2026-02-10", 7)]);
        assert_eq!(open.done(day(today)), expected);
    }

    #[rstest]
    #[case::one_day(&[("2026-11-20", "2026-11-20", 7); 5], 10)]
    #[case::two_days(&[("2026-11-19", "2026-11-20", 14), ("2026-11-20", "2026-11-20", 7)], 20)]
    #[case::day_after_day(&[("2026-11-19", "2026-11-19", 7), ("2026-11-20", "2026-11-20", 7)], 14)]
    #[case::joined_by_a_third(
        &[("2026-11-16", "2026-11-16", 7), ("2026-11-18", "2026-11-18", 7), ("2026-11-16", "2026-11-18", 21)], 30)]
    fn hours_of_one_day_count_once(#[case] given: &[(&str, &str, u32)], #[case] expected: u32) {
        let sequences = given
            .iter()
            .enumerate()
            .map(|(index, (started_on, ended_on, hours))| Sequence {
                attestation: id(index),
                hours: *hours,
                started_on: day(started_on),
                ended_on: day(ended_on),
            });
        assert_eq!(total(&sequences.collect::<Vec<_>>()), expected);
    }

    proptest! {
        #[test]
        fn hours_count_once_and_within_five_years(
            mut drawn in prop::collection::vec((0_u64..400, 7_u32..40), 0..30),
        ) {
            drawn.sort_unstable();
            // None shares a day with another one.
            drawn.dedup_by_key(|(days, _)| *days);
            for (days, _) in &mut drawn {
                *days *= 10;
            }
            let mut open = OpenHours::default();
            let mut used = Vec::new();
            for (index, (days, hours)) in drawn.iter().enumerate() {
                let ended_on = crate::time::days_after(NaiveDate::default(), *days);
                if let Some(completion) = open.add(sequence(index, ended_on, *hours)) {
                    let counted = (0..=index).filter(|earlier| completion.counted.contains(&id(*earlier)));
                    let (mut hours, mut oldest) = (0, ended_on);
                    for (days, counting) in counted.map(|earlier| drawn[earlier]) {
                        hours += counting;
                        oldest = oldest.min(crate::time::days_after(NaiveDate::default(), days));
                    }
                    prop_assert!(hours >= HOURS_REQUIRED && counts_at(oldest, ended_on));
                    prop_assert_eq!(open.done(ended_on), 0);
                    used.extend(completion.counted);
                }
                prop_assert!(open.done(ended_on) < HOURS_REQUIRED);
            }
            let uses = used.len();
            used.sort_unstable();
            used.dedup();
            prop_assert_eq!(used.len(), uses, "an hour counted twice");
        }
    }
}
