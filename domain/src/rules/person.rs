//! Whether what people say about themselves is well formed: names, birth, licence, address.
//!
//! Each check of one value answers what is wrong with it; each check of a whole collects those, field by field.
//! Texts are expected as [`super::text::tidy`] leaves them.

use super::countries::{is_country, uses_french_postal_codes};
use super::fault::{Fault, FaultCode, faults};
use super::licence_number;
use super::text::{first_names, line, place, surname, tidy};
use crate::people::{Address, Holder, Identity, Licence};
use crate::time::years_after;
use chrono::{Datelike, NaiveDate};

/// Nobody younger may hold an account: a driving licence for heavy vehicles comes later still (assumed).
pub const YOUNGEST: u32 = 16;

/// Nobody alive was born before (assumed).
pub const EARLIEST_BIRTH_YEAR: i32 = 1900;

/// Faults of a card's holder: identity, and licence under `licence`.
pub fn holder(holder: &Holder, today: NaiveDate) -> Vec<Fault> {
    let mut found = identity(&holder.identity, today);
    let of_licence = licence(&holder.licence, holder.identity.birth_date, today);
    found.extend(of_licence.into_iter().map(|fault| fault.within("licence")));
    found
}

/// A holder as they are kept: texts tidied, the licence's number normalised.
#[must_use]
pub fn tidy_holder(holder: Holder) -> Holder {
    let Holder { identity, licence } = holder;
    Holder {
        identity: Identity {
            surname: tidy(&identity.surname),
            first_names: tidy(&identity.first_names),
            birth_place: tidy(&identity.birth_place),
            ..identity
        },
        licence: tidy_licence(licence),
    }
}

/// A licence as it is kept: its number normalised.
#[must_use]
pub fn tidy_licence(licence: Licence) -> Licence {
    Licence {
        number: licence_number::check(&licence.country, &licence.number).normalized,
        ..licence
    }
}

/// An address as it is kept: texts tidied, an empty second line left out.
#[must_use]
pub fn tidy_address(address: Address) -> Address {
    Address {
        line1: tidy(&address.line1),
        line2: address.line2.map(|line| tidy(&line)).filter(|line| !line.is_empty()),
        postal_code: tidy(&address.postal_code),
        city: tidy(&address.city),
        country: address.country,
    }
}

/// What an attestation tells of its driver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttestedDriver<'a> {
    /// Surname.
    pub surname: &'a str,
    /// First names.
    pub first_names: &'a str,
    /// Birth date.
    pub birth_date: NaiveDate,
    /// Country that issued the licence.
    pub licence_country: &'a str,
    /// Number of the licence.
    pub licence_number: &'a str,
}

/// Faults of an attestation's driver.
pub fn attested_driver(driver: &AttestedDriver<'_>, today: NaiveDate) -> Vec<Fault> {
    let mut found = faults([
        ("surname", surname(driver.surname)),
        ("first_names", first_names(driver.first_names)),
        ("birth_date", birth_date(driver.birth_date, today)),
    ]);
    let of_licence = licence_number_of(driver.licence_country, driver.licence_number);
    found.extend(of_licence.into_iter().map(|fault| fault.within("licence")));
    found
}

/// Faults of an identity.
pub fn identity(identity: &Identity, today: NaiveDate) -> Vec<Fault> {
    faults([
        ("surname", surname(&identity.surname)),
        ("first_names", first_names(&identity.first_names)),
        ("birth_date", birth_date(identity.birth_date, today)),
        ("birth_place", place(&identity.birth_place)),
        ("birth_country", country(&identity.birth_country)),
    ])
}

/// Faults of a licence, its number normalised or not. `born_on` is the holder's birth date.
pub fn licence(licence: &Licence, born_on: NaiveDate, today: NaiveDate) -> Vec<Fault> {
    let repeated = (1..licence.categories.len()).any(|i| licence.categories[..i].contains(&licence.categories[i]));
    let categories = match licence.categories.len() {
        0 => Some(FaultCode::Missing),
        _ => repeated.then_some(FaultCode::Repeated),
    };
    let issued = licence.issued_on.and_then(|day| match day {
        _ if day > today => Some(FaultCode::InFuture),
        _ => (day <= born_on).then_some(FaultCode::BeforeBirth),
    });
    let expires = licence.expires_on.and_then(|day| match licence.issued_on {
        Some(issued_on) => (day <= issued_on).then_some(FaultCode::BeforeIssue),
        None => (day <= born_on).then_some(FaultCode::BeforeBirth),
    });
    let mut found = licence_number_of(&licence.country, &licence.number);
    found.extend(faults([
        ("categories", categories),
        ("issued_on", issued),
        ("expires_on", expires),
    ]));
    found
}

/// Faults of a licence's country and number alone: all that an attestation tells of it.
pub fn licence_number_of(issuing_country: &str, number: &str) -> Vec<Fault> {
    let wrong_country = country(issuing_country);
    let wrong_number = if number.trim().is_empty() {
        Some(FaultCode::Missing)
    } else {
        let is_checkable = wrong_country.is_none();
        (is_checkable && !licence_number::check(issuing_country, number).is_valid()).then_some(FaultCode::Malformed)
    };
    faults([("country", wrong_country), ("number", wrong_number)])
}

/// Faults of a postal address.
pub fn address(address: &Address) -> Vec<Fault> {
    faults([
        ("line1", line(&address.line1)),
        ("line2", address.line2.as_deref().and_then(line)),
        ("postal_code", postal_code(&address.country, &address.postal_code)),
        ("city", place(&address.city)),
        ("country", country(&address.country)),
    ])
}

/// A birth date: not to come, not before 1900, at least 16 years ago.
pub fn birth_date(born_on: NaiveDate, today: NaiveDate) -> Option<FaultCode> {
    if born_on > today {
        Some(FaultCode::InFuture)
    } else if born_on.year() < EARLIEST_BIRTH_YEAR {
        Some(FaultCode::TooEarly)
    } else {
        (years_after(born_on, YOUNGEST) > today).then_some(FaultCode::TooYoung)
    }
}

/// A country, ISO 3166-1 alpha-2, upper-case.
pub fn country(code: &str) -> Option<FaultCode> {
    match code {
        "" => Some(FaultCode::Missing),
        _ => (!is_country(code)).then_some(FaultCode::UnknownCountry),
    }
}

/// A postal code: five digits where French ones are in use; elsewhere up to 12 letters, digits, spaces and dashes, or
/// none, since some countries have none.
pub fn postal_code(country: &str, code: &str) -> Option<FaultCode> {
    let is_well_formed = if uses_french_postal_codes(country) {
        if code.is_empty() {
            return Some(FaultCode::Missing);
        }
        code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit())
    } else {
        code.len() <= 12
            && code
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-'))
    };
    (!is_well_formed).then_some(FaultCode::Malformed)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::FaultCode::{
        BeforeBirth, BeforeIssue, Characters, InFuture, Malformed, Missing, Repeated, TooEarly, TooYoung,
        UnknownCountry,
    };
    use super::*;
    use crate::sector::LicenceCategory::{B, C, Ce};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn today() -> NaiveDate {
        day("2026-11-22")
    }

    #[rstest]
    #[case("1988-04-17", None)]
    #[case("1900-01-01", None)]
    #[case("1899-12-31", Some(TooEarly))]
    #[case("2010-11-22", None)]
    #[case("2010-11-23", Some(TooYoung))]
    #[case("2026-11-22", Some(TooYoung))]
    #[case("2026-11-23", Some(InFuture))]
    fn birth_dates_are_those_of_living_drivers(#[case] born_on: &str, #[case] expected: Option<FaultCode>) {
        assert_eq!(birth_date(day(born_on), today()), expected);
    }

    #[rstest]
    #[case("FR", "69001", None)]
    #[case("MQ", "97200", None)]
    #[case("FR", "6900", Some(Malformed))]
    #[case("FR", "2A004", Some(Malformed))]
    #[case("FR", "", Some(Missing))]
    #[case("GB", "SW1A 1AA", None)]
    #[case("PL", "00-950", None)]
    #[case("AE", "", None)]
    #[case("GB", "SW1A_1AA", Some(Malformed))]
    #[case("GB", "SW1A 1AA SW1A", Some(Malformed))]
    fn postal_codes_follow_their_country(
        #[case] country: &str,
        #[case] code: &str,
        #[case] expected: Option<FaultCode>,
    ) {
        assert_eq!(postal_code(country, code), expected);
    }

    fn found(faults: Vec<Fault>) -> Vec<(String, FaultCode)> {
        faults
            .into_iter()
            .map(|fault| (fault.field.into_owned(), fault.code))
            .collect()
    }

    #[test]
    fn an_attested_driver_is_well_formed() {
        let camille = AttestedDriver {
            surname: "MARTIN",
            first_names: "Camille",
            birth_date: day("1988-04-17"),
            licence_country: "FR",
            licence_number: "13 AA 00002",
        };
        assert_eq!(attested_driver(&camille, today()), []);
        let faulty = AttestedDriver {
            surname: "",
            licence_number: "13",
            ..camille
        };
        assert_eq!(
            found(attested_driver(&faulty, today())),
            [
                ("surname".to_owned(), Missing),
                ("licence/number".to_owned(), Malformed)
            ]
        );
    }

    fn good_licence() -> Licence {
        Licence {
            country: "FR".to_owned(),
            number: "13AA00002".to_owned(),
            categories: vec![C, Ce],
            issued_on: Some(day("2013-10-02")),
            expires_on: Some(day("2028-10-02")),
        }
    }

    #[rstest]
    #[case::good(good_licence(), &[])]
    #[case::undated(Licence { issued_on: None, expires_on: None, ..good_licence() }, &[])]
    #[case::country(Licence { country: "XX".to_owned(), ..good_licence() }, &[("country", UnknownCountry)])]
    #[case::number(Licence { number: "13AA0000".to_owned(), ..good_licence() }, &[("number", Malformed)])]
    #[case::no_number(Licence { number: " ".to_owned(), ..good_licence() }, &[("number", Missing)])]
    #[case::no_category(Licence { categories: vec![], ..good_licence() }, &[("categories", Missing)])]
    #[case::twice(Licence { categories: vec![B, C, B], ..good_licence() }, &[("categories", Repeated)])]
    #[case::tomorrow(Licence { issued_on: Some(day("2026-11-23")), ..good_licence() }, &[("issued_on", InFuture)])]
    #[case::unborn(Licence { issued_on: Some(day("1988-04-17")), ..good_licence() }, &[("issued_on", BeforeBirth)])]
    #[case::backwards(Licence { expires_on: Some(day("2013-10-02")), ..good_licence() }, &[("expires_on", BeforeIssue)])]
    fn licences_are_well_formed(#[case] given: Licence, #[case] expected: &[(&str, FaultCode)]) {
        let expected: Vec<_> = expected
            .iter()
            .map(|(field, code)| ((*field).to_owned(), *code))
            .collect();
        assert_eq!(found(licence(&given, day("1988-04-17"), today())), expected);
    }

    #[test]
    fn every_fault_of_an_identity_and_an_address_is_told_at_once() {
        let nobody = Identity {
            surname: String::new(),
            first_names: "4".to_owned(),
            birth_date: day("2030-01-01"),
            birth_place: String::new(),
            birth_country: "France".to_owned(),
        };
        let expected = [
            ("surname", Missing),
            ("first_names", Characters),
            ("birth_date", InFuture),
            ("birth_place", Missing),
            ("birth_country", UnknownCountry),
        ];
        assert_eq!(
            found(identity(&nobody, today())),
            expected.map(|(field, code)| (field.to_owned(), code))
        );

        let unlicensed = Licence {
            number: "?".to_owned(),
            ..good_licence()
        };
        let last = holder(
            &Holder {
                identity: nobody,
                licence: unlicensed,
            },
            today(),
        )
        .pop();
        assert_eq!(
            last.map(|fault| fault.field.into_owned()).as_deref(),
            Some("licence/issued_on"),
            "born too late for it"
        );

        let nowhere = Address {
            line1: String::new(),
            line2: Some("\u{7}".to_owned()),
            postal_code: "ABC".to_owned(),
            city: "?".to_owned(),
            country: "FR".to_owned(),
        };
        let expected = [
            ("line1", Missing),
            ("line2", Characters),
            ("postal_code", Malformed),
            ("city", Characters),
        ];
        assert_eq!(
            found(address(&nowhere)),
            expected.map(|(field, code)| (field.to_owned(), code))
        );
    }
}
