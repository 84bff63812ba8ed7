//! Instants are UTC; legal dates are dates in Europe/Paris; months and years are calendar arithmetic.

use chrono::{DateTime, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Paris;

/// How far a clock may be moved ahead: 1 January 2100, 0:00 UTC. What is reckoned from there, decades of retention
/// included, still has a year of four digits, which is all that dates in documents and databases can hold.
pub const FURTHEST: DateTime<Utc> = NaiveDate::from_ymd_opt(2100, 1, 1)
    .expect("a date")
    .and_time(NaiveTime::MIN)
    .and_utc();

/// The legal date at an instant: the date in Paris.
pub fn legal_date(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&Paris).date_naive()
}

/// What clocks in Paris show at an instant.
pub fn in_paris(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&Paris).naive_local()
}

/// The first instant of a legal date. Paris changes its clocks at 2 or 3 in the morning, so midnight always exists once.
pub fn start_of(day: NaiveDate) -> DateTime<Utc> {
    Paris
        .from_local_datetime(&day.and_time(NaiveTime::MIN))
        .earliest()
        .map_or_else(
            || Utc.from_utc_datetime(&day.and_time(NaiveTime::MIN)),
            |midnight| midnight.with_timezone(&Utc),
        )
}

/// Calendar months later: 31 October + 4 months = 28 or 29 February. Stays within what dates can hold.
pub fn months_after(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

/// Calendar years later: 29 February + 5 years = 28 February.
pub fn years_after(day: NaiveDate, years: u32) -> NaiveDate {
    months_after(day, years * 12)
}

/// Calendar months earlier.
pub fn months_before(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN)
}

/// Calendar years earlier.
pub fn years_before(day: NaiveDate, years: u32) -> NaiveDate {
    months_before(day, years * 12)
}

/// Days later, in legal dates.
pub fn days_after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

/// Days earlier, in legal dates.
pub fn days_before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_legal_date_begins_at_midnight_in_paris() {
        assert_eq!(
            legal_date("2026-07-01T21:59:59Z".parse().expect("an instant")),
            day("2026-07-01")
        );
        assert_eq!(
            legal_date("2026-07-01T22:00:00Z".parse().expect("an instant")),
            day("2026-07-02")
        );
        assert_eq!(start_of(day("2026-07-02")).to_rfc3339(), "2026-07-01T22:00:00+00:00");
        assert_eq!(start_of(day("2026-01-02")).to_rfc3339(), "2026-01-01T23:00:00+00:00");
    }

    #[test]
    fn what_is_reckoned_from_the_furthest_instant_can_be_written() {
        assert_eq!(FURTHEST.to_rfc3339(), "2100-01-01T00:00:00+00:00");
        assert_eq!(years_after(legal_date(FURTHEST), 100), day("2200-01-01"));
    }

    #[test]
    fn months_and_years_follow_the_calendar() {
        assert_eq!(months_after(day("2026-10-31"), 4), day("2027-02-28"));
        assert_eq!(months_after(day("2027-10-31"), 4), day("2028-02-29"));
        assert_eq!(years_after(day("2028-02-29"), 5), day("2033-02-28"));
    }
}
