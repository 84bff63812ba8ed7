//! Birth dates, of which some papers know the year alone: `1975-00-00`, as the licence prints it.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate, ParseError};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::time::{days_after, years_after};
use crate::words;

/// From this birthday on somebody is of age (code civil, article 414).
const MAJORITY: u32 = 18;

words! {
    /// How much of a birth date is known.
    pub enum BirthDatePrecision {
        /// All of it: `1975-06-14`.
        Day => "day",
        /// Year and month: `1975-06-00`.
        Month => "month",
        /// The year alone: `1975-00-00`.
        Year => "year",
    }
}

/// A date of birth, as far as it is known.
///
/// Written, stored and displayed as `1975-06-14`, `1975-06-00` or `1975-00-00`; [`Self::printed`] as a licence bears it.
/// In order of time, what is known less well first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BirthDate {
    /// The first day it can be: a date of a day that is not known is kept as the first of its month or year.
    earliest: NaiveDate,
    unknown: Unknown,
}

/// What is not known; the more, the earlier in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Unknown {
    MonthAndDay,
    Day,
    Nothing,
}

impl BirthDate {
    /// The birth date of which this much is known, on or after this day: how two columns hold it. A day other than the
    /// first of what is known is cut back to it.
    pub fn from_parts(earliest: NaiveDate, precision: BirthDatePrecision) -> Self {
        let (earliest, unknown) = match precision {
            BirthDatePrecision::Day => (Some(earliest), Unknown::Nothing),
            BirthDatePrecision::Month => (earliest.with_day(1), Unknown::Day),
            BirthDatePrecision::Year => (NaiveDate::from_ymd_opt(earliest.year(), 1, 1), Unknown::MonthAndDay),
        };
        Self {
            earliest: earliest.unwrap_or_default(),
            unknown,
        }
    }

    /// How much of it is known.
    pub const fn precision(self) -> BirthDatePrecision {
        match self.unknown {
            Unknown::Nothing => BirthDatePrecision::Day,
            Unknown::Day => BirthDatePrecision::Month,
            Unknown::MonthAndDay => BirthDatePrecision::Year,
        }
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.earliest.year()
    }

    /// The month, 1 to 12, where it is known.
    pub fn month(self) -> Option<u32> {
        (self.unknown != Unknown::MonthAndDay).then(|| self.earliest.month())
    }

    /// The day of the month, where it is known.
    pub fn day(self) -> Option<u32> {
        (self.unknown == Unknown::Nothing).then(|| self.earliest.day())
    }

    /// The date, where all of it is known.
    pub fn known(self) -> Option<NaiveDate> {
        (self.unknown == Unknown::Nothing).then_some(self.earliest)
    }

    /// The first day it can be.
    pub const fn earliest(self) -> NaiveDate {
        self.earliest
    }

    /// The last day it can be.
    pub fn latest(self) -> NaiveDate {
        let months = match self.unknown {
            Unknown::Nothing => return self.earliest,
            Unknown::Day => 1,
            Unknown::MonthAndDay => 12,
        };
        let next = self.earliest.checked_add_months(Months::new(months));
        next.and_then(|next| next.pred_opt()).unwrap_or(NaiveDate::MAX)
    }

    /// Whether two birth dates can be the same: every part that is known of both is equal.
    pub fn agrees_with(self, other: Self) -> bool {
        let agree = |one: Option<u32>, other: Option<u32>| one.zip(other).is_none_or(|(one, other)| one == other);
        self.year() == other.year() && agree(self.month(), other.month()) && agree(self.day(), other.day())
    }

    /// The first day on which this person is of age for certain: judged on the last day the birth can have been, since
    /// nothing that asks for majority may come too early. Who was born on 29 February completes a year with the 28th,
    /// where there is no 29th, and so comes of age on 1 March (assumed).
    pub fn of_age_on(self) -> NaiveDate {
        birthday(self.latest(), MAJORITY)
    }

    /// Whether this person has had a birthday by a day, judged kindly: on the first day the birth can have been.
    pub fn may_be_aged(self, years: u32, today: NaiveDate) -> bool {
        years_after(self.earliest, years) <= today
    }

    /// As a licence prints it: `14/06/1975`, `00/06/1975`, `00/00/1975`, with the separator of the paper.
    pub fn printed(self, separator: char) -> String {
        let (day, month) = (self.day().unwrap_or(0), self.month().unwrap_or(0));
        format!("{day:02}{separator}{month:02}{separator}{:04}", self.year())
    }
}

/// The birthday of somebody born on a day; of 29 February in other years the day after.
fn birthday(born_on: NaiveDate, years: u32) -> NaiveDate {
    let day = years_after(born_on, years);
    if day.day() == born_on.day() {
        day
    } else {
        days_after(day, 1)
    }
}

impl From<NaiveDate> for BirthDate {
    fn from(day: NaiveDate) -> Self {
        Self {
            earliest: day,
            unknown: Unknown::Nothing,
        }
    }
}

impl PartialEq<NaiveDate> for BirthDate {
    fn eq(&self, day: &NaiveDate) -> bool {
        self.known() == Some(*day)
    }
}

impl fmt::Display for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unknown {
            Unknown::Nothing => self.earliest.fmt(f),
            Unknown::Day => f.pad(&format!("{}-00", self.earliest.format("%Y-%m"))),
            Unknown::MonthAndDay => f.pad(&format!("{}-00-00", self.earliest.format("%Y"))),
        }
    }
}

impl FromStr for BirthDate {
    type Err = ParseError;

    /// Reads `1975-06-14`, `1975-06-00` or `1975-00-00`; what is wrong is said in the words of dates.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let first_of = |known: &str, rest: &str| format!("{known}{rest}").parse();
        let text = text.trim();
        let (earliest, unknown) = match text.strip_suffix("-00") {
            Some(year_and_month) => match year_and_month.strip_suffix("-00") {
                Some(year) => (first_of(year, "-01-01")?, Unknown::MonthAndDay),
                None => (first_of(year_and_month, "-01")?, Unknown::Day),
            },
            None => (text.parse()?, Unknown::Nothing),
        };
        Ok(Self { earliest, unknown })
    }
}

impl Serialize for BirthDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for BirthDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl serde::de::Visitor<'_> for Visitor {
            type Value = BirthDate;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a formatted date string")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<BirthDate, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Visitor)
    }
}

crate::stored::stored!(BirthDate);

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for BirthDate {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some(r"^\d{4}-\d{2}-\d{2}$"))
            .description(Some(
                "Date of birth, `YYYY-MM-DD`. Where papers do not know the day, or the month either, `00` stands for it, \
                 as on the licence: `1975-06-00`, `1975-00-00`.",
            ))
            .examples(["1988-04-17", "1975-06-00", "1975-00-00"])
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for BirthDate {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn born(text: &str) -> BirthDate {
        text.parse().expect("a birth date")
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[rstest]
    #[case("1988-04-17", "1988-04-17", "1988-04-17", "17/04/1988", BirthDatePrecision::Day)]
    #[case("1975-06-00", "1975-06-01", "1975-06-30", "00/06/1975", BirthDatePrecision::Month)]
    #[case("1976-02-00", "1976-02-01", "1976-02-29", "00/02/1976", BirthDatePrecision::Month)]
    #[case("1975-12-00", "1975-12-01", "1975-12-31", "00/12/1975", BirthDatePrecision::Month)]
    #[case("1975-00-00", "1975-01-01", "1975-12-31", "00/00/1975", BirthDatePrecision::Year)]
    fn what_is_known_is_kept_and_printed(
        #[case] text: &str,
        #[case] earliest: &str,
        #[case] latest: &str,
        #[case] printed: &str,
        #[case] precision: BirthDatePrecision,
    ) {
        let date = born(text);
        assert_eq!((date.earliest(), date.latest()), (day(earliest), day(latest)));
        assert_eq!((date.to_string().as_str(), date.printed('/').as_str()), (text, printed));
        assert_eq!(date.precision(), precision);
        assert_eq!(BirthDate::from_parts(date.earliest(), precision), date);
        assert_eq!(serde_json::to_value(date).expect("JSON"), serde_json::json!(text));
        assert_eq!(
            serde_json::from_value::<BirthDate>(serde_json::json!(text)).expect("a date"),
            date
        );
    }

    #[rstest]
    #[case("1975-00-12")]
    #[case("1975-13-00")]
    #[case("1988-02-30")]
    #[case("1975-00")]
    #[case("1975")]
    #[case("00-00")]
    #[case("")]
    #[case("00/00/1975")]
    #[case("1975-00-00-00")]
    fn what_is_no_date_is_none_here_either(#[case] text: &str) {
        assert!(text.parse::<BirthDate>().is_err());
        assert!(serde_json::from_value::<BirthDate>(serde_json::json!(text)).is_err());
    }

    #[rstest]
    #[case("1975-06-14", "1975-06-14", true)]
    #[case("1975-06-14", "1975-06-15", false)]
    #[case("1975-06-14", "1975-06-00", true)]
    #[case("1975-06-14", "1975-07-00", false)]
    #[case("1975-06-14", "1975-00-00", true)]
    #[case("1975-06-00", "1975-00-00", true)]
    #[case("1975-06-00", "1975-07-00", false)]
    #[case("1975-00-00", "1976-00-00", false)]
    #[case("1975-00-00", "1976-01-01", false)]
    fn dates_agree_on_what_is_known(#[case] one: &str, #[case] other: &str, #[case] expected: bool) {
        assert_eq!(born(one).agrees_with(born(other)), expected);
        assert_eq!(born(other).agrees_with(born(one)), expected);
    }

    #[rstest]
    #[case("2009-09-15", "2027-09-15")]
    #[case("2008-02-29", "2026-03-01")]
    #[case("2008-03-01", "2026-03-01")]
    #[case("2008-02-28", "2026-02-28")]
    #[case("2010-12-31", "2028-12-31")]
    #[case("2009-09-00", "2027-09-30")]
    #[case("2009-00-00", "2027-12-31")]
    fn somebody_is_of_age_when_it_is_certain(#[case] date: &str, #[case] expected: &str) {
        assert_eq!(born(date).of_age_on(), day(expected));
    }

    #[test]
    fn the_order_is_that_of_time() {
        let mut dates = ["1976-01-01", "1975-06-14", "1975-06-00", "1975-01-01", "1975-00-00"].map(born);
        dates.sort_unstable();
        assert_eq!(
            dates.map(|date| date.to_string()),
            ["1975-00-00", "1975-01-01", "1975-06-00", "1975-06-14", "1976-01-01"]
        );
    }

    #[test]
    fn a_whole_date_is_the_date() {
        let date = BirthDate::from(day("1988-04-17"));
        assert_eq!(date, day("1988-04-17"));
        assert_eq!(date.known(), Some(day("1988-04-17")));
        assert_eq!(born("1988-04-00").known(), None);
        assert!(born("1988-04-00") != day("1988-04-01"));
    }

    #[cfg(feature = "openapi")]
    #[test]
    fn the_contract_shows_what_may_be_unknown() {
        let schema = <BirthDate as utoipa::PartialSchema>::schema();
        let schema = serde_json::to_value(schema).expect("JSON");
        assert_eq!(schema["type"], "string");
        assert_eq!(
            schema["examples"],
            serde_json::json!(["1988-04-17", "1975-06-00", "1975-00-00"])
        );
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_written_the_same(year in 1000..=2100_i32, month in 0..=12_u32, of_month in 0..=28_u32) {
            let text = format!("{year:04}-{month:02}-{of_month:02}");
            match text.parse::<BirthDate>() {
                Ok(date) => {
                    prop_assert_eq!(date.to_string(), text);
                    prop_assert!(date.earliest() <= date.latest());
                    prop_assert!(date.agrees_with(date.earliest().into()) && date.agrees_with(date.latest().into()));
                }
                Err(_) => prop_assert!(month == 0 && of_month != 0),
            }
        }
    }
}
