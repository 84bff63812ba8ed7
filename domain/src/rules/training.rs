//! Trainings: how long each must be, what each gives, and when an attestation of one cannot be true.

use chrono::NaiveDate;

use super::fault::{Fault, FaultCode, faults};
use super::plausibility;
use crate::words;

words! {
    /// Type of a training (décret 2021-1482; code des transports R3314-2 to R3314-12; arrêté of 18 January 2022).
    pub enum TrainingType {
        /// Long initial qualification: titre professionnel or diploma, at least 280 hours.
        InitialLong => "initial_long",
        /// FIMO (formation initiale minimale obligatoire): accelerated initial qualification, at least 140 hours.
        Fimo => "fimo",
        /// Passerelle: from one sector to the other, at least 35 hours.
        Bridging => "bridging",
        /// Complete FCO (formation continue obligatoire), which renews the qualification for five years; at least 35
        /// hours.
        Fco => "fco",
        /// One sequence of an FCO (R3314-11), at least 7 hours: gives the right to a card only together with others.
        FcoSequence => "fco_sequence",
        /// Equivalent title, or validated experience.
        Equivalence => "equivalence",
    }
}

/// More hours than any training has: three school years, generously counted (assumed).
pub const MOST_HOURS: u32 = 10_000;

/// No training of this system began before the FIMO existed in its first form (assumed).
const FIRST_YEAR: i32 = 1950;

impl TrainingType {
    /// The fewest hours an attestation may state, or `None` where none are required.
    pub const fn minimum_hours(self) -> Option<u32> {
        match self {
            Self::InitialLong => Some(280),
            Self::Fimo => Some(140),
            Self::Bridging | Self::Fco => Some(35),
            Self::FcoSequence => Some(7),
            Self::Equivalence => None,
        }
    }

    /// Whether one attestation alone gives the right to a new card. Sequences do so together (see [`super::hours`]).
    pub const fn qualifies(self) -> bool {
        !matches!(self, Self::FcoSequence)
    }

    /// Whether it is continuing training: its early completion and the retention of its recap follow rules of their own.
    pub const fn is_continuing(self) -> bool {
        matches!(self, Self::Fco | Self::FcoSequence)
    }
}

/// What an attestation says about the training itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Training {
    /// What kind it was.
    pub training_type: TrainingType,
    /// How many hours were followed.
    pub hours: u32,
    /// First day.
    pub started_on: NaiveDate,
    /// Last day.
    pub ended_on: NaiveDate,
    /// Day the attestation was delivered.
    pub delivered_on: NaiveDate,
}

/// Everything that makes an attestation impossible: hours below the minimum of its type or more than its days have, dates
/// out of order, too close or not yet come. `today` is the legal date.
pub fn check(training: &Training, today: NaiveDate) -> Vec<Fault> {
    faults([
        ("hours", hours(training)),
        ("started_on", past(training.started_on, today)),
        (
            "ended_on",
            past(training.ended_on, today)
                .or_else(|| ends_before_start(training))
                .or_else(|| plausibility::period(training)),
        ),
        (
            "delivered_on",
            past(training.delivered_on, today).or_else(|| delivered_before_end(training)),
        ),
    ])
}

fn hours(training: &Training) -> Option<FaultCode> {
    match training.training_type.minimum_hours() {
        Some(minimum) if training.hours < minimum => Some(FaultCode::BelowMinimum),
        _ if training.hours > MOST_HOURS => Some(FaultCode::TooMany),
        _ => plausibility::hours(training),
    }
}

fn past(day: NaiveDate, today: NaiveDate) -> Option<FaultCode> {
    use chrono::Datelike;
    if day > today {
        Some(FaultCode::InFuture)
    } else if day.year() < FIRST_YEAR {
        Some(FaultCode::TooEarly)
    } else {
        None
    }
}

fn ends_before_start(training: &Training) -> Option<FaultCode> {
    (training.ended_on < training.started_on).then_some(FaultCode::BeforeStart)
}

fn delivered_before_end(training: &Training) -> Option<FaultCode> {
    (training.delivered_on < training.ended_on).then_some(FaultCode::BeforeEnd)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::TrainingType::{Bridging, Equivalence, Fco, FcoSequence, Fimo, InitialLong};
    use super::*;
    use crate::labels::Label as _;
    use crate::people::Language;
    use crate::words::Word as _;

    const TODAY: &str = "2026-11-22";

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn found(training: &Training) -> Vec<(String, FaultCode)> {
        check(training, day(TODAY))
            .into_iter()
            .map(|fault| (fault.field.into_owned(), fault.code))
            .collect()
    }

    #[rstest]
    #[case(InitialLong, 280)]
    #[case(Fimo, 140)]
    #[case(Bridging, 35)]
    #[case(Fco, 35)]
    #[case(FcoSequence, 7)]
    #[case(Equivalence, 0)]
    fn each_type_has_its_minimum(#[case] training_type: TrainingType, #[case] minimum: u32) {
        let of = |hours| Training {
            training_type,
            hours,
            started_on: day("2023-11-20"),
            ended_on: day("2026-11-20"),
            delivered_on: day("2026-11-20"),
        };
        assert_eq!(found(&of(minimum)), []);
        assert_eq!(found(&of(MOST_HOURS)), []);
        assert_eq!(found(&of(MOST_HOURS + 1)), [("hours".to_owned(), FaultCode::TooMany)]);
        if minimum > 0 {
            assert_eq!(found(&of(minimum - 1)), [("hours".to_owned(), FaultCode::BelowMinimum)]);
            assert_eq!(found(&of(0)), [("hours".to_owned(), FaultCode::BelowMinimum)]);
        }
    }

    #[rstest]
    #[case::in_order("2026-11-16", "2026-11-20", "2026-11-21", &[])]
    #[case::all_today(TODAY, TODAY, TODAY, &[("hours", FaultCode::TooManyForPeriod)])]
    #[case::four_long_days("2026-11-17", "2026-11-20", "2026-11-20", &[])]
    #[case::three_long_days("2026-11-18", "2026-11-20", "2026-11-20", &[("hours", FaultCode::TooManyForPeriod)])]
    #[case::ends_before_start("2026-11-16", "2026-11-15", "2026-11-20", &[("ended_on", FaultCode::BeforeStart)])]
    #[case::delivered_before_end("2026-11-16", "2026-11-20", "2026-11-19", &[("delivered_on", FaultCode::BeforeEnd)])]
    #[case::ends_tomorrow("2026-11-16", "2026-11-23", "2026-11-22",
        &[("ended_on", FaultCode::InFuture), ("delivered_on", FaultCode::BeforeEnd)])]
    #[case::delivered_tomorrow("2026-11-16", "2026-11-20", "2026-11-23", &[("delivered_on", FaultCode::InFuture)])]
    #[case::all_to_come("2026-12-01", "2026-12-05", "2026-12-05",
        &[("started_on", FaultCode::InFuture), ("ended_on", FaultCode::InFuture), ("delivered_on", FaultCode::InFuture)])]
    #[case::a_slip_of_the_century("0026-11-16", "2026-11-20", "2026-11-20", &[("started_on", FaultCode::TooEarly)])]
    fn impossible_dates_are_named(
        #[case] started_on: &str,
        #[case] ended_on: &str,
        #[case] delivered_on: &str,
        #[case] expected: &[(&str, FaultCode)],
    ) {
        let training = Training {
            training_type: Fco,
            hours: 35,
            started_on: day(started_on),
            ended_on: day(ended_on),
            delivered_on: day(delivered_on),
        };
        let expected: Vec<_> = expected
            .iter()
            .map(|(field, code)| ((*field).to_owned(), *code))
            .collect();
        assert_eq!(found(&training), expected);
    }

    #[rstest]
    #[case("2026-10-28", &[])]
    #[case("2026-10-29", &[("ended_on", FaultCode::PeriodTooShort)])]
    #[case("2026-11-16", &[("hours", FaultCode::TooManyForPeriod), ("ended_on", FaultCode::PeriodTooShort)])]
    fn a_fimo_takes_four_weeks(#[case] started_on: &str, #[case] expected: &[(&str, FaultCode)]) {
        let training = Training {
            training_type: Fimo,
            hours: 140,
            started_on: day(started_on),
            ended_on: day("2026-11-20"),
            delivered_on: day("2026-11-20"),
        };
        let expected: Vec<_> = expected
            .iter()
            .map(|(field, code)| ((*field).to_owned(), *code))
            .collect();
        assert_eq!(found(&training), expected);
    }

    #[test]
    fn a_refusal_says_how_long_each_training_is() {
        for language in Language::ALL {
            let minimum = FaultCode::BelowMinimum.label(*language);
            let needed = TrainingType::ALL.iter().filter_map(|kind| kind.minimum_hours());
            for hours in needed {
                assert!(minimum.contains(&format!("{hours} ")), "{minimum}");
            }
            let period = FaultCode::PeriodTooShort.label(*language);
            assert!(
                period.contains(&plausibility::FEWEST_DAYS_OF_A_FIMO.to_string()),
                "{period}"
            );
        }
    }

    #[test]
    fn only_sequences_give_no_right_alone_and_only_the_fco_is_continuing() {
        use crate::words::Word;
        let of =
            |is: fn(TrainingType) -> bool| -> Vec<_> { TrainingType::ALL.iter().copied().filter(|t| is(*t)).collect() };
        assert_eq!(
            of(TrainingType::qualifies),
            [InitialLong, Fimo, Bridging, Fco, Equivalence]
        );
        assert_eq!(of(TrainingType::is_continuing), [Fco, FcoSequence]);
    }
}
