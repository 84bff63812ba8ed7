//! What a training centre posts: one training of one driver, tidied and checked as a whole.

use chrono::NaiveDate;

use super::accreditation::{Accreditation, CentreKind, is_accredited};
use super::fault::{Fault, FaultCode, faults};
use super::known_qualification::{self, KnownQualification, KnownQualificationSource};
use super::person::{AttestedDriver, attested_driver, tidy_neph, tidy_number, tidy_usage_name};
use super::text::{place, tidy, tidy_name};
use super::training::{self, Training, TrainingType};
use crate::people::BirthDate;
use crate::sector::Sector;

/// Characters a centre's own reference may have.
pub const LONGEST_REFERENCE: usize = 100;

/// An attestation's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attested {
    /// The centre's own reference, which it never uses for two attestations.
    pub external_reference: String,
    /// What kind of training.
    pub training_type: TrainingType,
    /// In which sector.
    pub sector: Sector,
    /// How many hours; may be left out where the type asks for none.
    pub hours: Option<u32>,
    /// First day.
    pub started_on: NaiveDate,
    /// Last day.
    pub ended_on: NaiveDate,
    /// Day the attestation was delivered.
    pub delivered_on: NaiveDate,
    /// Until when the qualification held that the training renews, where the centre saw the driver's card.
    pub previous_expires_on: Option<NaiveDate>,
    /// Where the training took place.
    pub place: String,
    /// The driver's surname.
    pub surname: String,
    /// The name the driver uses, where it is another than the surname.
    pub usage_name: Option<String>,
    /// The driver's first names; empty for the few who have none.
    pub first_names: String,
    /// The driver's date of birth.
    pub birth_date: BirthDate,
    /// The country that issued the driver's licence, ISO 3166-1 alpha-2.
    pub licence_country: String,
    /// The number of the licence's title; where only the NEPH is known, the NEPH.
    pub licence_number: String,
    /// The driver's NEPH.
    pub neph: Option<String>,
}

impl Attested {
    /// The same without accidents of typing, the licence number as it is compared.
    #[must_use]
    pub fn tidied(self) -> Self {
        let neph = tidy_neph(self.neph);
        Self {
            licence_number: tidy_number(&self.licence_country, &self.licence_number, neph.as_deref()),
            neph,
            place: tidy(&self.place),
            usage_name: tidy_usage_name(self.usage_name, &self.surname),
            surname: tidy_name(&self.surname),
            first_names: tidy_name(&self.first_names),
            ..self
        }
    }

    /// The qualification that becomes known by it: that of its sector, and with a bridging, that of the sector it comes
    /// from.
    pub fn known_qualification(&self) -> Option<KnownQualification> {
        let sector = match self.training_type {
            TrainingType::Bridging => self.sector.other(),
            _ => self.sector,
        };
        self.previous_expires_on.map(|expires_on| KnownQualification {
            sector,
            expires_on,
            source: KnownQualificationSource::Attested,
            card_number: None,
        })
    }
}

/// Everything that makes a tidied attestation impossible, given what kind its centre is and when it was accredited.
/// `today` is the legal date.
pub fn check(
    attested: &Attested,
    centre: CentreKind,
    accreditations: &[Accreditation],
    today: NaiveDate,
) -> Vec<Fault> {
    let mut found = check_by_itself(attested, today);
    found.extend(faults([
        ("type", not_attested(attested, centre)),
        ("delivered_on", not_accredited(attested, centre, accreditations)),
    ]));
    first_of_each_field(found)
}

/// Everything that makes a tidied attestation impossible, whichever centre it is of.
pub fn check_by_itself(attested: &Attested, today: NaiveDate) -> Vec<Fault> {
    let training = Training {
        training_type: attested.training_type,
        hours: attested.hours.unwrap_or_default(),
        started_on: attested.started_on,
        ended_on: attested.ended_on,
        delivered_on: attested.delivered_on,
    };
    let hours_left_out = attested.hours.is_none() && attested.training_type.minimum_hours().is_some();
    let mut found = faults([
        ("external_reference", reference(&attested.external_reference)),
        ("hours", hours_left_out.then_some(FaultCode::Missing)),
    ]);
    found.extend(training::check(&training, today));
    found.extend(faults([
        ("started_on", before_birth(attested).map(Into::into)),
        ("previous_expires_on", previous_term(attested).map(Into::into)),
        ("place", place(&attested.place)),
    ]));
    let driver = AttestedDriver {
        surname: &attested.surname,
        usage_name: attested.usage_name.as_deref(),
        first_names: &attested.first_names,
        birth_date: attested.birth_date,
        licence_country: &attested.licence_country,
        licence_number: &attested.licence_number,
        neph: attested.neph.as_deref(),
    };
    found.extend(
        attested_driver(&driver, today)
            .into_iter()
            .map(|fault| fault.within("driver")),
    );
    first_of_each_field(found)
}

/// A centre's own reference: some visible characters, spaces only within.
fn reference(reference: &str) -> Option<FaultCode> {
    if reference.trim().is_empty() {
        Some(FaultCode::Missing)
    } else if reference.chars().count() > LONGEST_REFERENCE {
        Some(FaultCode::TooLong)
    } else {
        let is_fine = reference.trim() == reference && !reference.chars().any(char::is_control);
        (!is_fine).then_some(FaultCode::Characters)
    }
}

fn before_birth(attested: &Attested) -> Option<FaultCode> {
    (attested.started_on <= attested.birth_date.earliest()).then_some(FaultCode::BeforeBirth)
}

fn not_attested(attested: &Attested, centre: CentreKind) -> Option<FaultCode> {
    (!centre.attests(attested.training_type)).then_some(FaultCode::NotForSchools)
}

fn not_accredited(attested: &Attested, centre: CentreKind, accreditations: &[Accreditation]) -> Option<FaultCode> {
    let is_missing = centre.needs_accreditation() && !is_accredited(accreditations, attested.delivered_on);
    is_missing.then_some(FaultCode::NotAccredited)
}

fn previous_term(attested: &Attested) -> Option<FaultCode> {
    attested
        .previous_expires_on
        .and_then(|expires_on| known_qualification::term(expires_on, attested.ended_on))
}

/// One fault for a field is enough: the first says most.
fn first_of_each_field(found: Vec<Fault>) -> Vec<Fault> {
    let mut kept: Vec<Fault> = Vec::with_capacity(found.len());
    for fault in found {
        if kept.iter().all(|known| known.field != fault.field) {
            kept.push(fault);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn good() -> Attested {
        Attested {
            external_reference: "ABSKILL-LYON-2026-004217".to_owned(),
            training_type: TrainingType::Fco,
            sector: Sector::Goods,
            hours: Some(35),
            started_on: day("2026-11-16"),
            ended_on: day("2026-11-20"),
            delivered_on: day("2026-11-20"),
            previous_expires_on: None,
            place: "Lyon".to_owned(),
            surname: "MARTIN".to_owned(),
            usage_name: None,
            first_names: "Camille".to_owned(),
            birth_date: day("1988-04-17").into(),
            licence_country: "FR".to_owned(),
            licence_number: "13AA00002".to_owned(),
            neph: None,
        }
    }

    fn found(attested: &Attested) -> Vec<(String, FaultCode)> {
        let accredited = [Accreditation {
            valid_from: day("2020-01-01"),
            valid_until: None,
        }];
        found_by(attested, CentreKind::Accredited, &accredited)
    }

    fn found_by(attested: &Attested, centre: CentreKind, periods: &[Accreditation]) -> Vec<(String, FaultCode)> {
        check(attested, centre, periods, day("2026-11-22"))
            .into_iter()
            .map(|fault| (fault.field.into_owned(), fault.code))
            .collect()
    }

    #[rstest]
    #[case::good(good(), &[])]
    #[case::no_hours_asked(Attested { training_type: TrainingType::Equivalence, hours: None, ..good() }, &[])]
    #[case::hours_left_out(Attested { hours: None, ..good() }, &[("hours", FaultCode::Missing)])]
    #[case::too_few(Attested { hours: Some(34), ..good() }, &[("hours", FaultCode::BelowMinimum)])]
    #[case::before_birth(Attested { started_on: day("1980-01-01"), ..good() }, &[("started_on", FaultCode::BeforeBirth)])]
    #[case::not_accredited(
        Attested { started_on: day("2019-12-02"), ended_on: day("2019-12-06"), delivered_on: day("2019-12-06"), ..good() },
        &[("delivered_on", FaultCode::NotAccredited)])]
    #[case::an_old_card_in_force(Attested { previous_expires_on: Some(day("2027-05-31")), ..good() }, &[])]
    #[case::an_old_card_long_over(Attested { previous_expires_on: Some(day("2014-09-10")), ..good() }, &[])]
    #[case::a_card_beyond_belief(
        Attested { previous_expires_on: Some(day("2032-11-21")), ..good() }, &[("previous_expires_on", FaultCode::TooLate)])]
    #[case::nobody(
        Attested { surname: " ".to_owned(), licence_number: "?".to_owned(), ..good() },
        &[("driver/surname", FaultCode::Missing), ("driver/licence/number", FaultCode::Malformed)])]
    #[case::partly_born(Attested { birth_date: "1975-00-00".parse().expect("a birth date"), ..good() }, &[])]
    #[case::neph_alone(Attested { licence_number: String::new(), neph: Some("1304 6910 0002".to_owned()), ..good() }, &[])]
    #[case::faulty_neph(Attested { neph: Some("1304".to_owned()), ..good() }, &[("driver/licence/neph", FaultCode::Malformed)])]
    #[case::no_number(Attested { licence_number: String::new(), ..good() }, &[("driver/licence/number", FaultCode::Missing)])]
    #[case::no_reference(Attested { external_reference: " ".to_owned(), ..good() }, &[("external_reference", FaultCode::Missing)])]
    #[case::blank_around(Attested { external_reference: "A ".to_owned(), ..good() }, &[("external_reference", FaultCode::Characters)])]
    #[case::two_lines(Attested { external_reference: "A\nB".to_owned(), ..good() }, &[("external_reference", FaultCode::Characters)])]
    #[case::endless(Attested { external_reference: "é".repeat(101), ..good() }, &[("external_reference", FaultCode::TooLong)])]
    fn what_is_wrong_is_named(#[case] attested: Attested, #[case] expected: &[(&str, FaultCode)]) {
        let expected: Vec<_> = expected
            .iter()
            .map(|(field, code)| ((*field).to_owned(), *code))
            .collect();
        assert_eq!(found(&attested.tidied()), expected);
    }

    #[rstest]
    #[case::long(TrainingType::InitialLong, &[])]
    #[case::any_other(TrainingType::Fco, &[("type".to_owned(), FaultCode::NotForSchools)])]
    fn a_school_needs_no_accreditation(#[case] training_type: TrainingType, #[case] expected: &[(String, FaultCode)]) {
        let attested = Attested {
            training_type,
            hours: Some(280),
            started_on: day("2025-09-01"),
            ..good()
        };
        assert_eq!(found_by(&attested, CentreKind::School, &[]), expected);
    }

    #[rstest]
    #[case::fco(TrainingType::Fco, Sector::Goods)]
    #[case::bridging_comes_from_the_other_sector(TrainingType::Bridging, Sector::Passengers)]
    fn a_card_that_the_centre_saw_becomes_known(#[case] training_type: TrainingType, #[case] sector: Sector) {
        let attested = Attested {
            training_type,
            previous_expires_on: Some(day("2027-05-31")),
            ..good()
        };
        let known = attested.known_qualification().expect("a qualification");
        assert_eq!((known.sector, known.expires_on), (sector, day("2027-05-31")));
        assert_eq!(known.source, KnownQualificationSource::Attested);
        assert_eq!(good().known_qualification(), None);
    }

    #[test]
    fn the_same_typed_otherwise_is_the_same() {
        let typed = Attested {
            surname: " MARTIN".to_owned(),
            licence_number: "13 aa-00002".to_owned(),
            ..good()
        };
        assert_eq!(typed.tidied(), good());
    }
}
