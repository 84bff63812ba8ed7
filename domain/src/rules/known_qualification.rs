//! Qualifications known otherwise than by an attestation: what another issuer's card said.
//!
//! Every FCO renews something, and for years after the portal opens that is a card it never made. Such a record counts
//! as a training whose term is settled: it gives no card, only a term.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::expiry::{self, YEARS_EARLY, YEARS_VALID};
use super::fault::{Fault, FaultCode, faults};
use super::text::tidy;
use crate::sector::Sector;
use crate::time::years_before;
use crate::words;

mod previous;

pub use previous::{PreviousExpiry, UnknownPreviousExpiry};

/// Characters that the number of another issuer's card may have (assumed).
pub const LONGEST_CARD_NUMBER: usize = 40;

/// No professional qualification ended before: the first of them were made compulsory in 1995 (assumed).
const FIRST_YEAR: i32 = 1995;

words! {
    /// From where an earlier qualification is known.
    pub enum KnownQualificationSource {
        /// It was imported from the register of another issuer.
        Imported => "imported",
        /// A training centre saw the old card, and says so in its attestation.
        Attested => "attested",
        /// An agent read the old card, in a case.
        CardShown => "card_shown",
        /// It stands on the driving licence: code 95 beside a category.
        LicenceCode95 => "licence_code_95",
    }
}

/// A sector that a driver is, or was, qualified in, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownQualification {
    /// The sector in which the driver is or was qualified.
    pub sector: Sector,
    /// Its last day of validity; it may have passed.
    pub expires_on: NaiveDate,
    /// From where the qualification is known.
    pub source: KnownQualificationSource,
    /// Number of the card that shows it, as it is printed there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub card_number: Option<String>,
}

impl KnownQualification {
    /// The record without accidents of typing; an empty card number is left out.
    #[must_use]
    pub fn tidied(self) -> Self {
        Self {
            card_number: self
                .card_number
                .map(|number| tidy(&number))
                .filter(|number| !number.is_empty()),
            ..self
        }
    }

    /// The last day on which the training behind it can have ended: five years before its term. Where it takes its place
    /// among the trainings (assumed, since nothing says when that training was).
    pub fn earned_by(&self) -> NaiveDate {
        years_before(self.expires_on, YEARS_VALID)
    }

    /// The first day on which the training behind it can have ended: an FCO as early as could be.
    pub fn earned_from(&self) -> NaiveDate {
        years_before(self.expires_on, YEARS_VALID + YEARS_EARLY)
    }
}

/// Faults of a tidied record. `today` is the legal date.
pub fn check(known: &KnownQualification, today: NaiveDate) -> Vec<Fault> {
    faults([
        ("expires_on", term(known.expires_on, today)),
        ("card_number", known.card_number.as_deref().and_then(card_number)),
    ])
}

/// What is wrong with the last day of a qualification, as it was known on a legal date.
pub fn term(expires_on: NaiveDate, known_on: NaiveDate) -> Option<FaultCode> {
    if expires_on > expiry::latest(known_on) {
        Some(FaultCode::TooLate)
    } else {
        (expires_on.year() < FIRST_YEAR).then_some(FaultCode::TooEarly)
    }
}

/// Every issuer has a form of its own: letters, digits, and what is printed between them.
fn card_number(number: &str) -> Option<FaultCode> {
    if number.chars().count() > LONGEST_CARD_NUMBER {
        return Some(FaultCode::TooLong);
    }
    let is_fine = |sign: char| sign.is_alphanumeric() || matches!(sign, ' ' | '-' | '/' | '.');
    let is_number = number.chars().all(is_fine) && number.chars().any(char::is_alphanumeric);
    (!is_number).then_some(FaultCode::Characters)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn shown(expires_on: &str, card_number: Option<&str>) -> KnownQualification {
        KnownQualification {
            sector: Sector::Goods,
            expires_on: day(expires_on),
            source: KnownQualificationSource::CardShown,
            card_number: card_number.map(str::to_owned),
        }
    }

    #[rstest]
    #[case::in_force("2027-05-31", None, &[])]
    #[case::over("2019-05-31", Some(" D 1234/56-78.9 "), &[])]
    #[case::as_late_as_can_be("2032-11-22", None, &[])]
    #[case::a_day_later("2032-11-23", None, &[("expires_on", FaultCode::TooLate)])]
    #[case::a_slip_of_the_century("1926-05-31", None, &[("expires_on", FaultCode::TooEarly)])]
    #[case::no_number_at_all("2027-05-31", Some("  "), &[])]
    #[case::signs_alone("2027-05-31", Some("--"), &[("card_number", FaultCode::Characters)])]
    #[case::markup("2027-05-31", Some("<b>1</b>"), &[("card_number", FaultCode::Characters)])]
    #[case::endless("2027-05-31", Some("12345678901234567890123456789012345678901"), &[("card_number", FaultCode::TooLong)])]
    fn what_no_card_says_is_named(
        #[case] expires_on: &str,
        #[case] number: Option<&str>,
        #[case] expected: &[(&str, FaultCode)],
    ) {
        let found: Vec<_> = check(&shown(expires_on, number).tidied(), day("2026-11-22"))
            .into_iter()
            .map(|fault| (fault.field.into_owned(), fault.code))
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(field, code)| ((*field).to_owned(), *code))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_training_behind_it_ended_between_six_and_five_years_before() {
        let known = shown("2032-05-31", None);
        assert_eq!(
            (known.earned_from(), known.earned_by()),
            (day("2026-05-31"), day("2027-05-31"))
        );
    }
}
