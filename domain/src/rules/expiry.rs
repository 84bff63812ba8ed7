//! Until when a driver may work in a sector.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::training::TrainingType;
use crate::sector::Sector;
use crate::time::{years_after, years_before};

/// Years a training is good for (R3314-10).
pub const YEARS_VALID: u32 = 5;

/// Years before the current expiry in which an FCO may be completed early (R3314-12).
pub const YEARS_EARLY: u32 = 1;

/// A sector, and the last day of the qualification in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SectorExpiry {
    /// The sector: goods or passengers.
    pub sector: Sector,
    /// The last day of the qualification in this sector.
    pub expires_on: NaiveDate,
}

impl SectorExpiry {
    /// Whether the sector may still be worked in on a legal date; the last day counts.
    pub fn holds_on(self, day: NaiveDate) -> bool {
        day <= self.expires_on
    }
}

/// The last day of validity that a training gives.
///
/// Five years from the end of training; but an FCO completed within the year before the qualification would end counts
/// from that end (R3314-12), both ends of that year included. `due` is the term it renews, where one is known: the
/// earliest of the driver's terms that was not over yet (see [`super::terms`]).
pub fn expires_on(training_type: TrainingType, ended_on: NaiveDate, due: Option<NaiveDate>) -> NaiveDate {
    let counted_from = match due {
        Some(expiry) if training_type.is_continuing() && is_early(ended_on, expiry) => expiry,
        _ => ended_on,
    };
    years_after(counted_from, YEARS_VALID)
}

/// The latest last day that a sector can have on a card made today: five years from the expiry that an early FCO counts
/// from, which is a year away at most (R3314-12).
pub fn latest(today: NaiveDate) -> NaiveDate {
    years_after(today, YEARS_VALID + 1)
}

fn is_early(ended_on: NaiveDate, expiry: NaiveDate) -> bool {
    years_before(expiry, YEARS_EARLY) <= ended_on && ended_on <= expiry
}

/// The last day of the whole card: that of the sector that lasts longest. Printed in field 4b.
pub fn card_expires_on(sectors: &[SectorExpiry]) -> Option<NaiveDate> {
    sectors.iter().map(|sector| sector.expires_on).max()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::Sector::{Goods, Passengers};
    use super::TrainingType::{Bridging, Equivalence, Fco, FcoSequence, Fimo, InitialLong};
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn until(sector: Sector, expires_on: &str) -> SectorExpiry {
        SectorExpiry {
            sector,
            expires_on: day(expires_on),
        }
    }

    #[rstest]
    #[case::first_card(Fimo, "2026-11-20", None, "2031-11-20")]
    #[case::from_a_leap_day(Fco, "2028-02-29", None, "2033-02-28")]
    #[case::too_early_to_be_early(Fco, "2026-11-20", Some("2027-11-21"), "2031-11-20")]
    #[case::exactly_a_year_before(Fco, "2026-11-20", Some("2027-11-20"), "2032-11-20")]
    #[case::half_a_year_before(Fco, "2026-11-20", Some("2027-05-31"), "2032-05-31")]
    #[case::completed_by_a_sequence(FcoSequence, "2026-11-20", Some("2027-05-31"), "2032-05-31")]
    #[case::on_the_last_day(Fco, "2026-11-20", Some("2026-11-20"), "2031-11-20")]
    #[case::too_late(Fco, "2026-11-20", Some("2026-11-19"), "2031-11-20")]
    #[case::long_too_late(Fco, "2026-11-20", Some("2019-01-01"), "2031-11-20")]
    #[case::a_year_before_a_leap_day(Fco, "2027-02-28", Some("2028-02-29"), "2033-02-28")]
    #[case::initial_trainings_are_never_early(Fimo, "2026-11-20", Some("2027-05-31"), "2031-11-20")]
    #[case::nor_long_ones(InitialLong, "2026-11-20", Some("2027-05-31"), "2031-11-20")]
    #[case::nor_bridging(Bridging, "2026-11-20", Some("2027-05-31"), "2031-11-20")]
    #[case::nor_equivalence(Equivalence, "2026-11-20", Some("2027-05-31"), "2031-11-20")]
    fn five_years_from_the_training_or_from_the_expiry_it_comes_early_for(
        #[case] training_type: TrainingType,
        #[case] ended_on: &str,
        #[case] current: Option<&str>,
        #[case] expected: &str,
    ) {
        assert_eq!(
            expires_on(training_type, day(ended_on), current.map(day)),
            day(expected)
        );
    }

    #[test]
    fn the_card_lasts_as_long_as_its_longest_sector() {
        let sectors = [until(Goods, "2031-11-20"), until(Passengers, "2028-03-01")];
        assert_eq!(card_expires_on(&sectors), Some(day("2031-11-20")));
        assert_eq!(card_expires_on(&[]), None);
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (0_u64..30_000).prop_map(|days| crate::time::days_after(NaiveDate::default(), days))
    }

    proptest! {
        #[test]
        fn nobody_loses_by_training_early(ended_on in any_day(), current in any_day()) {
            let given = expires_on(Fco, ended_on, Some(current));
            prop_assert!(given >= years_after(ended_on, 5), "less than five years");
            prop_assert!(given <= years_after(ended_on, 6) + chrono::Days::new(1), "more than six years");
            if ended_on <= current && current <= years_after(ended_on, 1) {
                prop_assert_eq!(given, years_after(current, 5));
            }
        }

        #[test]
        fn training_later_never_gives_less_within_the_early_year(current in any_day(), days in 0_u64..365) {
            let ended_on = current - chrono::Days::new(days);
            prop_assert_eq!(expires_on(Fco, ended_on, Some(current)), years_after(current, 5));
        }
    }
}
