use rstest::rstest;
use uuid::Uuid;

use super::OverlapDecision::{Counts, Ignored};
use super::TrainingType::{Bridging, Equivalence, Fco, FcoSequence, Fimo, InitialLong};
use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

#[rstest]
#[case::a_usual_week(Fco, 35, "2026-11-16", "2026-11-20", None, None)]
#[case::ten_hours_a_day(FcoSequence, 10, "2026-11-20", "2026-11-20", None, None)]
#[case::eleven(FcoSequence, 11, "2026-11-20", "2026-11-20", Some(FaultCode::TooManyForPeriod), None)]
#[case::an_fco_in_a_day(Fco, 35, "2026-11-20", "2026-11-20", Some(FaultCode::TooManyForPeriod), None)]
#[case::an_fco_in_three_days(Bridging, 35, "2026-11-18", "2026-11-20", Some(FaultCode::TooManyForPeriod), None)]
#[case::an_fco_in_four_long_days(Bridging, 35, "2026-11-17", "2026-11-20", None, None)]
#[case::four_weeks(Fimo, 140, "2026-10-26", "2026-11-20", None, None)]
#[case::four_weeks_with_feast_days(Fimo, 140, "2026-10-28", "2026-11-20", None, None)]
#[case::a_day_too_short(Fimo, 140, "2026-10-29", "2026-11-20", None, Some(FaultCode::PeriodTooShort))]
#[case::a_fimo_in_a_day(
    Fimo,
    140,
    "2026-11-20",
    "2026-11-20",
    Some(FaultCode::TooManyForPeriod),
    Some(FaultCode::PeriodTooShort)
)]
#[case::a_long_one_may_be_shorter_than_a_fimo(InitialLong, 140, "2026-11-07", "2026-11-20", None, None)]
#[case::an_equivalence_without_hours(Equivalence, 0, "2026-11-20", "2026-11-20", None, None)]
#[case::backwards_is_told_elsewhere(Fco, 35, "2026-11-20", "2026-11-16", None, None)]
fn hours_fit_in_days_and_a_fimo_in_weeks(
    #[case] training_type: TrainingType,
    #[case] hours_followed: u32,
    #[case] started_on: &str,
    #[case] ended_on: &str,
    #[case] of_hours: Option<FaultCode>,
    #[case] of_period: Option<FaultCode>,
) {
    let training = Training {
        training_type,
        hours: hours_followed,
        started_on: day(started_on),
        ended_on: day(ended_on),
        delivered_on: day(ended_on),
    };
    assert_eq!(hours(&training), of_hours);
    assert_eq!(period(&training), of_period);
}

fn id(number: usize) -> AttestationId {
    AttestationId(Uuid::from_u128(number as u128))
}

type Drawn = (TrainingType, &'static str, &'static str, Option<OverlapDecision>);

fn attended(given: &[Drawn]) -> Vec<Attended> {
    let attended = |(index, (training_type, started_on, ended_on, decision)): (usize, &Drawn)| Attended {
        attestation: id(index + 1),
        training_type: *training_type,
        started_on: day(started_on),
        ended_on: day(ended_on),
        decision: *decision,
    };
    given.iter().enumerate().map(attended).collect()
}

fn ids(numbers: &[usize]) -> Vec<AttestationId> {
    numbers.iter().copied().map(id).collect()
}

/// Which wait and which count, numbered from 1 in the order given.
#[rstest]
#[case::nothing(&[], &[], &[])]
#[case::week_after_week(
    &[(FcoSequence, "2026-11-16", "2026-11-16", None), (FcoSequence, "2026-11-17", "2026-11-17", None)], &[], &[1, 2])]
#[case::five_sequences_of_one_day(
    &[(FcoSequence, "2026-11-16", "2026-11-16", None); 5], &[1, 2, 3, 4, 5], &[])]
#[case::an_agent_picks_one(
    &[(FcoSequence, "2026-11-16", "2026-11-16", Some(Counts)), (FcoSequence, "2026-11-16", "2026-11-16", Some(Ignored)),
      (FcoSequence, "2026-11-16", "2026-11-16", Some(Ignored))], &[], &[1])]
#[case::what_is_set_aside_stands_in_nobodys_way(
    &[(FcoSequence, "2026-11-16", "2026-11-16", None), (FcoSequence, "2026-11-16", "2026-11-16", Some(Ignored))], &[], &[1])]
#[case::what_comes_after_the_decision_waits_alone(
    &[(Fco, "2026-11-16", "2026-11-20", Some(Counts)), (Fco, "2026-11-20", "2026-11-25", None)], &[2], &[1])]
#[case::within_a_longer_one(
    &[(Fimo, "2026-10-26", "2026-11-20", None), (FcoSequence, "2026-11-02", "2026-11-02", None), (Fco, "2026-11-23", "2026-11-27", None)],
    &[1, 2], &[3])]
#[case::an_equivalence_is_no_attendance(
    &[(Equivalence, "2026-11-16", "2026-11-20", None), (Fco, "2026-11-16", "2026-11-20", None)], &[], &[1, 2])]
fn what_overlaps_waits_for_an_agent(#[case] given: &[Drawn], #[case] waiting: &[usize], #[case] counted: &[usize]) {
    let known = attended(given);
    assert_eq!(awaiting_agent(&known), ids(waiting));
    assert_eq!(counting(&known), ids(counted));
    let reversed: Vec<_> = known.iter().rev().copied().collect();
    assert_eq!(awaiting_agent(&reversed), ids(waiting), "whatever the order");
}

#[test]
fn every_pair_that_shares_a_day_is_found() {
    let known = attended(&[
        (Fco, "2026-11-16", "2026-11-20", None),
        (Fimo, "2026-10-26", "2026-11-18", None),
        (FcoSequence, "2026-11-20", "2026-11-20", Some(Ignored)),
        (FcoSequence, "2026-11-21", "2026-11-21", None),
    ]);
    let found: Vec<_> = overlaps(&known).iter().map(|pair| (pair.one, pair.other)).collect();
    assert_eq!(found, [(id(2), id(1)), (id(1), id(3))]);
}
