//! Accreditation of training centres (agrément): an attestation counts only if its centre was accredited when it was delivered.

use chrono::NaiveDate;

use super::contact;
use super::fault::{Fault, FaultCode, faults};
use super::text::{line, tidy, tidy_line};

/// Characters an accreditation number may have.
pub const LONGEST_NUMBER: usize = 40;

/// Periods a centre may have: more are a slip.
pub const MOST_PERIODS: usize = 50;

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

/// What is said about a training centre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Centre {
    /// Its name, printed on recaps and certificates.
    pub name: String,
    /// The number of its accreditation (numéro d'agrément).
    pub accreditation_number: String,
    /// Where it can be written to.
    pub contact_email: Option<String>,
    /// Whether its systems may sign in.
    pub active: bool,
    /// When it is accredited.
    pub accreditations: Vec<Accreditation>,
}

impl Centre {
    /// The same without accidents of typing.
    #[must_use]
    pub fn tidied(self) -> Self {
        Self {
            name: tidy_line(&self.name),
            accreditation_number: tidy(&self.accreditation_number),
            contact_email: self.contact_email.as_deref().map(contact::fold_email),
            ..self
        }
    }
}

/// Faults of a tidied centre.
pub fn check_centre(centre: &Centre) -> Vec<Fault> {
    let periods = &centre.accreditations;
    let mut found = faults([
        ("name", line(&centre.name)),
        (
            "accreditation_number",
            number(&centre.accreditation_number).map(Into::into),
        ),
        (
            "contact_email",
            centre.contact_email.as_deref().and_then(contact::email),
        ),
        (
            "accreditations",
            (periods.len() > MOST_PERIODS).then_some(FaultCode::TooMany.into()),
        ),
    ]);
    for (index, period) in periods.iter().enumerate() {
        let place = format!("accreditations/{index}");
        found.extend(check(period).into_iter().map(|fault| fault.within(&place)));
    }
    found
}

/// An accreditation number: letters, digits and what prefectures put between them. No public format was found (assumed).
fn number(number: &str) -> Option<FaultCode> {
    if number.is_empty() {
        Some(FaultCode::Missing)
    } else if number.chars().count() > LONGEST_NUMBER {
        Some(FaultCode::TooLong)
    } else {
        let is_fine = |sign: char| sign.is_alphanumeric() || matches!(sign, ' ' | '-' | '/' | '.' | '_' | '°');
        (!number.chars().all(is_fine) || !number.chars().any(char::is_alphanumeric)).then_some(FaultCode::Characters)
    }
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

    #[test]
    fn a_centre_is_well_formed() {
        let centre = Centre {
            name: " ABSKILL  Lyon".to_owned(),
            accreditation_number: "AGR-69-0042 ".to_owned(),
            contact_email: Some("Formation@abskill.example.org".to_owned()),
            active: true,
            accreditations: vec![period("2024-01-01", None)],
        };
        let tidied = centre.clone().tidied();
        assert_eq!(check_centre(&tidied), []);
        assert_eq!(tidied.name, "ABSKILL Lyon");
        assert_eq!(tidied.accreditation_number, "AGR-69-0042");
        let faulty = Centre {
            name: String::new(),
            accreditation_number: "<42>".to_owned(),
            contact_email: Some("nobody".to_owned()),
            accreditations: vec![period("2024-01-01", None), period("2026-01-02", Some("2026-01-01"))],
            ..centre
        };
        let found: Vec<_> = check_centre(&faulty)
            .into_iter()
            .map(|fault| (fault.field.into_owned(), fault.code))
            .collect();
        let expected = [
            ("name", FaultCode::Missing),
            ("accreditation_number", FaultCode::Characters),
            ("contact_email", FaultCode::Malformed),
            ("accreditations/1/valid_until", FaultCode::BeforeStart),
        ];
        assert_eq!(found, expected.map(|(field, code)| (field.to_owned(), code)));
    }
}
