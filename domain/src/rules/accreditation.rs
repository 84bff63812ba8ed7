//! Accreditation of training centres (agrément): an attestation counts only if its centre was accredited when it was delivered.

use chrono::NaiveDate;

use super::fault::{Fault, FaultCode, faults};

/// A time during which a centre is accredited; both days belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accreditation {
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day; none while no end is known.
    pub valid_until: Option<NaiveDate>,
}

impl Accreditation {
    /// Whether the centre is accredited on a day.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_until.is_none_or(|last| day <= last)
    }
}

/// Whether one of a centre's accreditations covers a day.
pub fn is_accredited(periods: &[Accreditation], day: NaiveDate) -> bool {
    periods.iter().any(|period| period.covers(day))
}

/// Faults of an accreditation: it ends before it starts.
pub fn check(period: &Accreditation) -> Vec<Fault> {
    let ends_before_start = period.valid_until.is_some_and(|last| last < period.valid_from);
    faults([("valid_until", ends_before_start.then_some(FaultCode::BeforeStart))])
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn period(from: &str, until: Option<&str>) -> Accreditation {
        Accreditation {
            valid_from: from.parse().expect("a date"),
            valid_until: until.map(|until| until.parse().expect("a date")),
        }
    }

    #[rstest]
    #[case("2019-12-31", false)]
    #[case("2020-01-01", true)]
    #[case("2024-12-31", true)]
    #[case("2025-01-01", false)]
    #[case("2026-06-01", true)]
    #[case("2099-01-01", true)]
    fn a_centre_is_accredited_within_its_periods(#[case] day: &str, #[case] expected: bool) {
        let periods = [period("2020-01-01", Some("2024-12-31")), period("2026-06-01", None)];
        assert_eq!(is_accredited(&periods, day.parse().expect("a date")), expected);
    }

    #[test]
    fn a_period_ends_after_it_starts() {
        assert_eq!(check(&period("2026-01-01", Some("2026-01-01"))), []);
        assert_eq!(
            check(&period("2026-01-02", Some("2026-01-01"))),
            [Fault::new("valid_until", FaultCode::BeforeStart)]
        );
    }
}
