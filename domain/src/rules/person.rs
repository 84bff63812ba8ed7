//! Whether what people say about themselves is well formed: names, birth, licence, address.
//!
//! Each check of one value answers what is wrong with it; each check of a whole collects those, field by field.
//! Texts are expected as [`super::text::tidy`] leaves them.

use super::countries::{is_country, uses_french_postal_codes};
use super::fault::{Fault, FaultCode, Form, ValueFault, faults};
use super::folding::fold;
use super::text::{first_names, line, place, surname, tidy, tidy_line, tidy_name};
use super::{licence_in_force, licence_number};
use crate::people::{Address, BirthDate, Holder, Identity, Licence};
use chrono::NaiveDate;

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

/// A holder as they are kept: texts tidied, the licence's numbers normalised.
#[must_use]
pub fn tidy_holder(holder: Holder) -> Holder {
    let Holder { identity, licence } = holder;
    Holder {
        identity: tidy_identity(identity),
        licence: tidy_licence(licence),
    }
}

/// An identity as it is kept: texts tidied, a name in use left out where it is empty or the surname.
#[must_use]
pub fn tidy_identity(identity: Identity) -> Identity {
    Identity {
        usage_name: tidy_usage_name(identity.usage_name, &identity.surname),
        surname: tidy_name(&identity.surname),
        first_names: tidy_name(&identity.first_names),
        birth_place: tidy(&identity.birth_place),
        ..identity
    }
}

/// A name in use as it is kept: none where it is empty or the surname itself.
pub fn tidy_usage_name(usage_name: Option<String>, surname: &str) -> Option<String> {
    let surname = fold(surname);
    usage_name
        .map(|name| tidy_name(&name))
        .filter(|name| !name.is_empty() && (fold(name).is_empty() || fold(name) != surname))
}

/// A licence as it is kept: its numbers normalised, the NEPH in the place of a title's number that is not given.
#[must_use]
pub fn tidy_licence(licence: Licence) -> Licence {
    let neph = tidy_neph(licence.neph);
    let number = tidy_number(&licence.country, &licence.number, neph.as_deref());
    Licence {
        number,
        neph,
        ..licence
    }
}

/// A title's number as it is kept: normalised; the NEPH, if it is not given.
pub fn tidy_number(country: &str, number: &str, neph: Option<&str>) -> String {
    let normalized = licence_number::check(country, number).normalized;
    match neph {
        Some(neph) if normalized.is_empty() => neph.to_owned(),
        _ => normalized,
    }
}

/// A NEPH as it is kept: normalised; none where it is empty.
pub fn tidy_neph(neph: Option<String>) -> Option<String> {
    neph.map(|neph| licence_number::check_neph(&neph).normalized)
        .filter(|neph| !neph.is_empty())
}

/// An address as it is kept: texts tidied, an empty second line left out.
#[must_use]
pub fn tidy_address(address: Address) -> Address {
    Address {
        line1: tidy_line(&address.line1),
        line2: address
            .line2
            .map(|line| tidy_line(&line))
            .filter(|line| !line.is_empty()),
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
    /// Name used, where it is another than the surname.
    pub usage_name: Option<&'a str>,
    /// First names.
    pub first_names: &'a str,
    /// Birth date.
    pub birth_date: BirthDate,
    /// Country that issued the licence.
    pub licence_country: &'a str,
    /// Number of the licence; empty where only the NEPH is known.
    pub licence_number: &'a str,
    /// NEPH.
    pub neph: Option<&'a str>,
}

/// Faults of an attestation's driver.
pub fn attested_driver(driver: &AttestedDriver<'_>, today: NaiveDate) -> Vec<Fault> {
    let mut found = faults([
        ("surname", surname(driver.surname)),
        ("usage_name", driver.usage_name.and_then(surname)),
        ("first_names", first_names(driver.first_names)),
        ("birth_date", birth_date(driver.birth_date, today).map(Into::into)),
    ]);
    let of_licence = licence_numbers_of(driver.licence_country, driver.licence_number, driver.neph);
    found.extend(of_licence.into_iter().map(|fault| fault.within("licence")));
    found
}

/// Faults of an identity.
pub fn identity(identity: &Identity, today: NaiveDate) -> Vec<Fault> {
    faults([
        ("surname", surname(&identity.surname)),
        ("usage_name", identity.usage_name.as_deref().and_then(surname)),
        ("first_names", first_names(&identity.first_names)),
        ("birth_date", birth_date(identity.birth_date, today).map(Into::into)),
        ("birth_place", place(&identity.birth_place)),
        ("birth_country", country(&identity.birth_country).map(Into::into)),
    ])
}

/// Faults of a licence, its numbers normalised or not. `born_on` is the holder's birth date; what can have been after
/// the birth is no fault. Categories may be none for a pupil, who has a NEPH (12 digits, wherever they were written).
pub fn licence(licence: &Licence, born_on: BirthDate, today: NaiveDate) -> Vec<Fault> {
    let repeated = (1..licence.categories.len()).any(|i| licence.categories[..i].contains(&licence.categories[i]));
    let categories = match licence.categories.len() {
        0 => (!has_neph(licence)).then_some(FaultCode::Missing),
        _ => repeated.then_some(FaultCode::Repeated),
    };
    let before_birth = |day| (day <= born_on.earliest()).then_some(FaultCode::BeforeBirth);
    let issued = licence.issued_on.and_then(|day| match day {
        _ if day > today => Some(FaultCode::InFuture),
        _ => before_birth(day),
    });
    let expires = licence.expires_on.and_then(|day| match licence.issued_on {
        Some(issued_on) => (day <= issued_on).then_some(FaultCode::BeforeIssue),
        None => before_birth(day),
    });
    let mut found = licence_numbers_of(&licence.country, &licence.number, licence.neph.as_deref());
    found.extend(faults([
        ("categories", categories),
        ("issued_on", issued),
        ("expires_on", expires),
    ]));
    let of_categories = licence_in_force::check(&licence.categories, &licence.category_expiries, licence.issued_on);
    found.extend(of_categories.into_iter().map(|fault| fault.within("category_expiries")));
    found
}

fn has_neph(licence: &Licence) -> bool {
    let number = licence_number::check(&licence.country, &licence.number).normalized;
    licence.neph.is_some() || licence_number::serves_as_neph(&licence.country, &number)
}

/// Faults of a licence's country and number, where nothing else is told of it.
pub fn licence_number_of(issuing_country: &str, number: &str) -> Vec<Fault> {
    licence_numbers_of(issuing_country, number, None)
}

/// Faults of a licence's country and numbers: all that an attestation tells of it. One of the two is enough.
pub fn licence_numbers_of(issuing_country: &str, number: &str, neph: Option<&str>) -> Vec<Fault> {
    let wrong_number = if number.trim().is_empty() {
        neph.is_none().then(|| FaultCode::Missing.into())
    } else if neph == Some(number) {
        // The NEPH in the title's place: what is wrong with it is said where it was written.
        None
    } else {
        licence_number::fault(issuing_country, number)
    };
    faults([
        ("country", country(issuing_country).map(Into::into)),
        ("number", wrong_number),
        (
            "neph",
            neph.and_then(|neph| licence_number::neph_fault(issuing_country, neph)),
        ),
    ])
}

/// Faults of a postal address.
pub fn address(address: &Address) -> Vec<Fault> {
    faults([
        ("line1", line(&address.line1)),
        ("line2", address.line2.as_deref().and_then(line)),
        ("postal_code", postal_code_fault(&address.country, &address.postal_code)),
        ("city", place(&address.city)),
        ("country", country(&address.country).map(Into::into)),
    ])
}

/// A birth date: not to come, not before 1900, at least 16 years ago. Where the day is not known it is judged kindly, on
/// the first day it can be.
pub fn birth_date(born_on: impl Into<BirthDate>, today: NaiveDate) -> Option<FaultCode> {
    let born_on = born_on.into();
    if born_on.earliest() > today {
        Some(FaultCode::InFuture)
    } else if born_on.year() < EARLIEST_BIRTH_YEAR {
        Some(FaultCode::TooEarly)
    } else {
        (!born_on.may_be_aged(YOUNGEST, today)).then_some(FaultCode::TooYoung)
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

fn postal_code_fault(country: &str, code: &str) -> Option<ValueFault> {
    let form = if uses_french_postal_codes(country) {
        Form::FrenchPostalCode
    } else {
        Form::ForeignPostalCode
    };
    postal_code(country, code).map(|code| match code {
        FaultCode::Malformed => ValueFault::of_form(code, form),
        other => other.into(),
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::FaultCode::{
        BeforeBirth, BeforeIssue, Characters, InFuture, Malformed, Missing, NotHeld, Repeated, TooEarly, TooYoung,
        UnknownCountry,
    };
    use super::*;
    use crate::rules::licence_in_force::CategoryExpiry;
    use crate::sector::LicenceCategory::{self, B, C, Ce, D};

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
    #[case("1975-00-00", None)]
    #[case("1975-06-00", None)]
    #[case("2010-00-00", None)]
    #[case("2010-11-00", None)]
    #[case("2010-12-00", Some(TooYoung))]
    #[case("2011-00-00", Some(TooYoung))]
    #[case("2026-12-00", Some(InFuture))]
    #[case("1899-00-00", Some(TooEarly))]
    fn a_birth_date_known_in_part_is_judged_kindly(#[case] born_on: &str, #[case] expected: Option<FaultCode>) {
        let born_on: BirthDate = born_on.parse().expect("a birth date");
        assert_eq!(birth_date(born_on, today()), expected);
    }

    #[test]
    fn a_holder_is_kept_in_plain_signs() {
        let typed = Holder {
            identity: Identity {
                surname: " N´Guessan".to_owned(),
                usage_name: Some("Co\u{140}lell ".to_owned()),
                first_names: "Camille, Jeanne".to_owned(),
                birth_date: "1975-00-00".parse().expect("a birth date"),
                birth_place: "Abidjan – Cocody".to_owned(),
                birth_country: "CI".to_owned(),
            },
            licence: Licence {
                number: String::new(),
                neph: Some("1304 6910 0002".to_owned()),
                issued_on: None,
                ..good_licence()
            },
        };
        let kept = tidy_holder(typed);
        assert_eq!(holder(&kept, today()), []);
        let Holder { identity, licence } = kept;
        assert_eq!(
            [identity.surname.as_str(), &identity.first_names, &identity.birth_place],
            ["N'Guessan", "Camille Jeanne", "Abidjan - Cocody"]
        );
        assert_eq!(identity.usage_name.as_deref(), Some("Col·lell"));
        assert_eq!(
            (licence.number.as_str(), licence.neph.as_deref()),
            ("130469100002", Some("130469100002"))
        );
        assert_eq!(tidy_usage_name(Some("MARTIN".to_owned()), "Martin"), None);
        assert_eq!(tidy_usage_name(Some(" ".to_owned()), "Martin"), None);
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
            usage_name: None,
            first_names: "Camille",
            birth_date: day("1988-04-17").into(),
            licence_country: "FR",
            licence_number: "13 AA 00002",
            neph: None,
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

    fn with_neph(neph: &str) -> Licence {
        Licence {
            neph: Some(neph.to_owned()),
            ..good_licence()
        }
    }

    fn until(categories: &[(LicenceCategory, &str)]) -> Licence {
        let expiries = categories.iter().map(|(category, expires_on)| CategoryExpiry {
            category: *category,
            expires_on: day(expires_on),
        });
        Licence {
            category_expiries: expiries.collect(),
            ..good_licence()
        }
    }

    fn good_licence() -> Licence {
        Licence {
            country: "FR".to_owned(),
            number: "13AA00002".to_owned(),
            neph: None,
            categories: vec![C, Ce],
            issued_on: Some(day("2013-10-02")),
            expires_on: Some(day("2028-10-02")),
            category_expiries: Vec::new(),
        }
    }

    #[rstest]
    #[case::good(good_licence(), &[])]
    #[case::undated(Licence { issued_on: None, expires_on: None, ..good_licence() }, &[])]
    #[case::country(Licence { country: "XX".to_owned(), ..good_licence() }, &[("country", UnknownCountry)])]
    #[case::number(Licence { number: "13AA".to_owned(), ..good_licence() }, &[("number", Malformed)])]
    #[case::no_number(Licence { number: " ".to_owned(), ..good_licence() }, &[("number", Missing)])]
    #[case::no_category(Licence { categories: vec![], ..good_licence() }, &[("categories", Missing)])]
    #[case::old(Licence { number: "123456A".to_owned(), ..good_licence() }, &[])]
    #[case::neph_too(with_neph("130469100002"), &[])]
    #[case::neph_alone(Licence { number: String::new(), ..with_neph("130469100002") }, &[])]
    #[case::pupil(Licence { number: String::new(), categories: vec![], ..with_neph("130469100002") }, &[])]
    #[case::pupil_in_the_other_field(Licence { number: "130469100002".to_owned(), categories: vec![], ..good_licence() }, &[])]
    #[case::faulty_neph(with_neph("1304"), &[("neph", Malformed)])]
    #[case::faulty_neph_alone(Licence { number: String::new(), ..with_neph("1304") }, &[("neph", Malformed)])]
    #[case::neph_abroad(Licence { country: "BE".to_owned(), ..with_neph("130469100002") }, &[("neph", Malformed)])]
    #[case::twice(Licence { categories: vec![B, C, B], ..good_licence() }, &[("categories", Repeated)])]
    #[case::tomorrow(Licence { issued_on: Some(day("2026-11-23")), ..good_licence() }, &[("issued_on", InFuture)])]
    #[case::unborn(Licence { issued_on: Some(day("1988-04-17")), ..good_licence() }, &[("issued_on", BeforeBirth)])]
    #[case::category(until(&[(C, "2026-12-31"), (Ce, "2030-01-01")]), &[])]
    #[case::category_not_held(until(&[(D, "2026-12-31")]), &[("category_expiries/0/category", NotHeld)])]
    #[case::category_twice(until(&[(C, "2026-12-31"), (C, "2027-12-31")]), &[("category_expiries/1/category", Repeated)])]
    #[case::category_backwards(until(&[(C, "2013-10-02")]), &[("category_expiries/0/expires_on", BeforeIssue)])]
    #[case::backwards(Licence { expires_on: Some(day("2013-10-02")), ..good_licence() }, &[("expires_on", BeforeIssue)])]
    fn licences_are_well_formed(#[case] given: Licence, #[case] expected: &[(&str, FaultCode)]) {
        let expected: Vec<_> = expected
            .iter()
            .map(|(field, code)| ((*field).to_owned(), *code))
            .collect();
        assert_eq!(found(licence(&given, day("1988-04-17").into(), today())), expected);
        let given = tidy_licence(given);
        assert_eq!(
            found(licence(&given, day("1988-04-17").into(), today())),
            expected,
            "as it is kept"
        );
        assert_eq!(tidy_licence(given.clone()), given);
    }

    #[test]
    fn every_fault_of_an_identity_and_an_address_is_told_at_once() {
        let nobody = Identity {
            surname: String::new(),
            usage_name: None,
            first_names: "4".to_owned(),
            birth_date: day("2030-01-01").into(),
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
