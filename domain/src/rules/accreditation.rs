//! Accreditation of training centres (agrément): an attestation counts only if its centre was accredited when it was delivered.

use chrono::NaiveDate;

use super::contact;
use super::fault::{Fault, FaultCode, faults};
use super::text::{line, tidy, tidy_line};
use super::training::TrainingType;
use crate::words;

/// Characters an accreditation number may have.
pub const LONGEST_NUMBER: usize = 40;

/// Periods a centre may have: more are a slip.
pub const MOST_PERIODS: usize = 50;

words! {
    /// Kind of a training centre: by what right it trains.
    #[derive(Default)]
    pub enum CentreKind {
        /// Accredited by a prefect: posts whatever it is accredited for.
        Accredited => "accredited" default,
        /// A school that leads to a professional title or diploma: needs no accreditation, and posts `initial_long` only
        /// (arrêté of 18 January 2022, article 2).
        School => "school",
    }
}

impl CentreKind {
    /// Whether it counts only what it delivers while it is accredited.
    pub const fn needs_accreditation(self) -> bool {
        matches!(self, Self::Accredited)
    }

    /// Whether it may attest a training of a type.
    pub const fn attests(self, training_type: TrainingType) -> bool {
        matches!(self, Self::Accredited) || matches!(training_type, TrainingType::InitialLong)
    }
}

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
    /// What kind it is.
    pub kind: CentreKind,
    /// The number of its accreditation (numéro d'agrément); a school may have none, and then it is empty.
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
            number(&centre.accreditation_number)
                .filter(|_| needs_number(centre))
                .map(Into::into),
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

fn needs_number(centre: &Centre) -> bool {
    centre.kind.needs_accreditation() || !centre.accreditation_number.is_empty()
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

    #[rstest]
    #[case::accredited(CentreKind::Accredited, "AGR-69-0042", None)]
    #[case::accredited_by_nobody(CentreKind::Accredited, "", Some(FaultCode::Missing))]
    #[case::school(CentreKind::School, "", None)]
    #[case::school_with_a_number(CentreKind::School, "UAI 0690042X", None)]
    #[case::school_with_something_else(CentreKind::School, "<42>", Some(FaultCode::Characters))]
    fn a_school_needs_no_number(#[case] kind: CentreKind, #[case] number: &str, #[case] expected: Option<FaultCode>) {
        let centre = Centre {
            name: "Lycée des Transports".to_owned(),
            kind,
            accreditation_number: number.to_owned(),
            contact_email: None,
            active: true,
            accreditations: Vec::new(),
        };
        let found = check_centre(&centre).first().map(|fault| fault.code);
        assert_eq!(found, expected);
    }

    #[test]
    fn a_school_attests_long_initial_qualifications_only() {
        use crate::words::Word;
        let attested_by = |kind: CentreKind| -> Vec<_> {
            let types = TrainingType::ALL.iter().copied();
            types.filter(|training_type| kind.attests(*training_type)).collect()
        };
        assert_eq!(attested_by(CentreKind::School), [TrainingType::InitialLong]);
        assert_eq!(attested_by(CentreKind::Accredited), TrainingType::ALL);
    }

    #[test]
    fn a_centre_is_well_formed() {
        let centre = Centre {
            name: " ABSKILL  Lyon".to_owned(),
            kind: CentreKind::Accredited,
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
