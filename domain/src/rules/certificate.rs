//! The temporary certificate of qualification: its period.
//!
//! Valid in France only, while waiting for the card.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::time::months_after;
use crate::words;

/// Calendar months a certificate is valid (guide).
pub const MONTHS_VALID: u32 = 4;

words! {
    /// From when the months count. Sources differ, so it is a setting.
    pub enum PeriodStart {
        /// From the end of the training, the default (DREAL Normandie).
        EndOfTraining => "end_of_training",
        /// From the day it is issued.
        Issue => "issue",
    }
}

/// The period of a certificate; both days belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Period {
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day.
    pub valid_until: NaiveDate,
}

/// The period of a certificate issued today for a training that ended on `ended_on`, or `None` when that period is over
/// already: then it is not issued.
pub fn period(start: PeriodStart, ended_on: NaiveDate, issued_on: NaiveDate) -> Option<Period> {
    let valid_from = match start {
        PeriodStart::EndOfTraining => ended_on,
        PeriodStart::Issue => issued_on,
    };
    let valid_until = months_after(valid_from, MONTHS_VALID);
    (issued_on <= valid_until).then_some(Period {
        valid_from,
        valid_until,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::PeriodStart::{EndOfTraining, Issue};
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[rstest]
    #[case::usual(EndOfTraining, "2026-11-20", "2026-11-22", Some(("2026-11-20", "2027-03-20")))]
    #[case::end_of_february(EndOfTraining, "2026-10-31", "2026-11-02", Some(("2026-10-31", "2027-02-28")))]
    #[case::leap_february(EndOfTraining, "2027-10-31", "2027-11-02", Some(("2027-10-31", "2028-02-29")))]
    #[case::on_its_last_day(EndOfTraining, "2026-07-22", "2026-11-22", Some(("2026-07-22", "2026-11-22")))]
    #[case::over_before_it_could_be_issued(EndOfTraining, "2026-07-21", "2026-11-22", None)]
    #[case::from_issue(Issue, "2026-11-20", "2026-11-22", Some(("2026-11-22", "2027-03-22")))]
    #[case::from_issue_never_over(Issue, "2020-01-01", "2026-11-22", Some(("2026-11-22", "2027-03-22")))]
    fn four_calendar_months(
        #[case] start: PeriodStart,
        #[case] ended_on: &str,
        #[case] issued_on: &str,
        #[case] expected: Option<(&str, &str)>,
    ) {
        let expected = expected.map(|(from, until)| Period {
            valid_from: day(from),
            valid_until: day(until),
        });
        assert_eq!(period(start, day(ended_on), day(issued_on)), expected);
    }

    proptest! {
        #[test]
        fn an_issued_certificate_is_valid_the_day_it_is_issued(ended in 0_u64..30_000, waited in 0_u64..400) {
            let ended_on = crate::time::days_after(NaiveDate::default(), ended);
            let issued_on = crate::time::days_after(ended_on, waited);
            for start in [EndOfTraining, Issue] {
                if let Some(period) = period(start, ended_on, issued_on) {
                    prop_assert!(period.valid_from <= issued_on && issued_on <= period.valid_until);
                    let days = (period.valid_until - period.valid_from).num_days();
                    prop_assert!((120..=123).contains(&days), "{} days are not four months", days);
                } else {
                    prop_assert!(waited > 119, "a certificate refused after {} days only", waited);
                }
            }
        }
    }
}
