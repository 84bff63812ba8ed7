//! The temporary certificate of qualification: its period.
//!
//! Valid in France only, while waiting for the card, and issued however late the account came. It names every sector that
//! the training gives or renews: see [`super::terms::Gain::named_sectors`].

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::people::BirthDate;
use crate::time::months_after;
use crate::words;

/// Calendar months a certificate is valid (guide: «valeur probatoire de 4 mois»).
pub const MONTHS_VALID: u32 = 4;

words! {
    /// From when the months count. Sources differ, so it is a setting.
    #[derive(Default)]
    pub enum PeriodStart {
        /// From the end of the training, as some regional offices read it (DREAL Normandie): over already, where the
        /// account came more than four months later.
        EndOfTraining => "end_of_training",
        /// From the day it is established, the default (arrêté of 18 January 2022).
        Issue => "issue" default,
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

/// The period of a certificate established on a legal date, for a training that ended on `ended_on`. A minor's begins when
/// they come of age.
pub fn period(start: PeriodStart, ended_on: NaiveDate, established_on: NaiveDate, born_on: BirthDate) -> Period {
    let counted_from = match start {
        PeriodStart::EndOfTraining => ended_on,
        PeriodStart::Issue => established_on,
    };
    let valid_from = counted_from.max(born_on.of_age_on());
    Period {
        valid_from,
        valid_until: months_after(valid_from, MONTHS_VALID),
    }
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
    #[case::usual(Issue, "2026-11-20", "2026-11-22", "1988-04-17", ("2026-11-22", "2027-03-22"))]
    #[case::account_opened_late(Issue, "2026-07-21", "2026-11-22", "1988-04-17", ("2026-11-22", "2027-03-22"))]
    #[case::account_opened_years_later(Issue, "2020-01-01", "2026-11-22", "1988-04-17", ("2026-11-22", "2027-03-22"))]
    #[case::a_minor(Issue, "2027-06-25", "2027-06-28", "2009-09-15", ("2027-09-15", "2028-01-15"))]
    #[case::of_age_that_very_day(Issue, "2027-06-25", "2027-09-15", "2009-09-15", ("2027-09-15", "2028-01-15"))]
    #[case::of_age_since_yesterday(Issue, "2027-06-25", "2027-09-16", "2009-09-15", ("2027-09-16", "2028-01-16"))]
    #[case::born_on_a_leap_day(Issue, "2026-01-20", "2026-02-28", "2008-02-29", ("2026-03-01", "2026-07-01"))]
    #[case::end_of_february(Issue, "2026-10-01", "2026-10-31", "1988-04-17", ("2026-10-31", "2027-02-28"))]
    #[case::leap_february(Issue, "2027-10-01", "2027-10-31", "1988-04-17", ("2027-10-31", "2028-02-29"))]
    #[case::from_the_end_of_training(EndOfTraining, "2026-11-20", "2026-11-22", "1988-04-17", ("2026-11-20", "2027-03-20"))]
    #[case::issued_though_it_is_over(EndOfTraining, "2026-07-21", "2026-11-22", "1988-04-17", ("2026-07-21", "2026-11-21"))]
    #[case::a_minor_at_the_end_of_training(EndOfTraining, "2027-06-25", "2027-09-28", "2009-09-15", ("2027-09-15", "2028-01-15"))]
    fn four_calendar_months(
        #[case] start: PeriodStart,
        #[case] ended_on: &str,
        #[case] established_on: &str,
        #[case] born_on: &str,
        #[case] (from, until): (&str, &str),
    ) {
        let expected = Period {
            valid_from: day(from),
            valid_until: day(until),
        };
        assert_eq!(
            period(start, day(ended_on), day(established_on), day(born_on).into()),
            expected
        );
    }

    #[test]
    fn the_months_count_from_the_day_it_is_established_unless_set_otherwise() {
        assert_eq!(PeriodStart::default(), Issue);
    }

    proptest! {
        #[test]
        fn a_certificate_is_valid_for_four_months_from_the_day_it_is_established_or_from_majority(
            born in 0_u64..20_000, age in 16_u64 * 365..60 * 365, waited in 0_u64..2_000,
        ) {
            let born_on = crate::time::days_after(NaiveDate::default(), born);
            let ended_on = crate::time::days_after(born_on, age);
            let established_on = crate::time::days_after(ended_on, waited);
            let of_age_on = BirthDate::from(born_on).of_age_on();
            let period = period(Issue, ended_on, established_on, born_on.into());
            if of_age_on <= established_on {
                prop_assert_eq!(period.valid_from, established_on);
            } else {
                prop_assert_eq!(period.valid_from, of_age_on);
            }
            let days = (period.valid_until - period.valid_from).num_days();
            prop_assert!((120..=123).contains(&days), "{} days are not four months", days);
        }
    }
}
