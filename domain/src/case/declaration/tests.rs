use rstest::rstest;

use super::*;
use crate::people::{Identity, Licence};
use crate::sector::{LicenceCategory, Sector};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn found(faults: Vec<Fault>) -> Vec<(String, FaultCode)> {
    faults
        .into_iter()
        .map(|fault| (fault.field.into_owned(), fault.code))
        .collect()
}

fn lost(on: &str) -> MissingCard {
    MissingCard {
        lost_on: day(on),
        circumstances: Some("Tombée du camion".to_owned()),
        return_commitment: true,
    }
}

#[rstest]
#[case::today(lost("2026-11-22"), &[])]
#[case::day_of_issue(lost("2025-03-01"), &[])]
#[case::tomorrow(lost("2026-11-23"), &[("lost_on", FaultCode::InFuture)])]
#[case::before_the_card(lost("2025-02-28"), &[("lost_on", FaultCode::BeforeCard)])]
#[case::silent(MissingCard { circumstances: None, ..lost("2026-11-22") }, &[])]
#[case::wordy(MissingCard { circumstances: Some("a".repeat(1_001)), ..lost("2026-11-22") }, &[("circumstances", FaultCode::TooLong)])]
#[case::uncommitted(MissingCard { return_commitment: false, ..lost("2026-11-22") }, &[("return_commitment", FaultCode::NotAccepted)])]
fn a_card_is_lost_between_its_issue_and_today(#[case] given: MissingCard, #[case] expected: &[(&str, FaultCode)]) {
    let expected: Vec<_> = expected
        .iter()
        .map(|(field, code)| ((*field).to_owned(), *code))
        .collect();
    let faults = Declaration::Missing(given).faults(day("2025-03-01"), day("2026-11-22"));
    assert_eq!(found(faults), expected);
}

#[test]
fn a_faulty_card_has_defects() {
    let faulty = |defects: Vec<DeclaredDefect>| {
        let declaration = Declaration::Faulty(FaultyCard {
            defects,
            return_commitment: true,
        });
        found(declaration.faults(day("2025-03-01"), day("2026-11-22")))
    };
    let defect = |field, comment: Option<&str>| DeclaredDefect {
        field,
        comment: comment.map(str::to_owned),
    };
    assert_eq!(faulty(vec![defect(Defect::Surname, None)]), []);
    assert_eq!(faulty(vec![]), [("defects".to_owned(), FaultCode::Missing)]);
    let wordy = "a".repeat(1_001);
    assert_eq!(
        faulty(vec![defect(Defect::Photo, Some(&wordy)), defect(Defect::Other, None)]),
        [
            ("defects/1/comment".to_owned(), FaultCode::Missing),
            ("defects/0/comment".to_owned(), FaultCode::TooLong)
        ]
    );
}

#[test]
fn declarations_read_back_as_they_are_kept() {
    let declaration = Declaration::Missing(MissingCard {
        circumstances: Some("  ".to_owned()),
        ..lost("2026-11-22")
    });
    let kept = serde_json::to_value(declaration.tidied()).expect("JSON");
    assert_eq!(
        kept,
        serde_json::json!({"lost_on": "2026-11-22", "return_commitment": true})
    );
    let read = Declaration::read(Kind::Theft, kept)
        .expect("readable")
        .expect("a declaration");
    assert!(read.suits(Kind::Theft) && read.suits(Kind::Loss) && !read.suits(Kind::Quality));
}

fn printed() -> Holder {
    Holder {
        identity: Identity {
            surname: "Martln".to_owned(),
            usage_name: None,
            first_names: "Camille".to_owned(),
            birth_date: day("1988-04-17").into(),
            birth_place: "Lyon".to_owned(),
            birth_country: "FR".to_owned(),
        },
        licence: Licence {
            country: "FR".to_owned(),
            number: "13AA00002".to_owned(),
            neph: None,
            categories: vec![LicenceCategory::C],
            issued_on: None,
            expires_on: None,
            category_expiries: Vec::new(),
        },
    }
}

#[test]
fn what_is_not_corrected_stays() {
    let goods = SectorExpiry {
        sector: Sector::Goods,
        expires_on: day("2030-03-14"),
    };
    let corrections = Corrections {
        surname: Some(" Martin ".to_owned()),
        ..Corrections::default()
    };
    let corrected = corrections.holder(&printed());
    assert_eq!(corrected.identity.surname, "Martin");
    assert_eq!(corrected.licence, printed().licence);
    assert_eq!(corrections.sectors(&[goods]), [goods]);
    assert_eq!(corrections.faults(&printed(), day("2026-11-22")), []);
}

#[test]
fn corrections_are_well_formed_too() {
    let over = SectorExpiry {
        sector: Sector::Goods,
        expires_on: day("2026-11-21"),
    };
    let corrections = Corrections {
        surname: Some(String::new()),
        licence_number: Some("13".to_owned()),
        sectors: Some(vec![over, over]),
        ..Corrections::default()
    };
    assert_eq!(
        found(corrections.faults(&printed(), day("2026-11-22"))),
        [
            ("surname".to_owned(), FaultCode::Missing),
            ("licence_number".to_owned(), FaultCode::Malformed),
            ("sectors/0/expires_on".to_owned(), FaultCode::InPast),
            ("sectors/1/sector".to_owned(), FaultCode::Repeated),
            ("sectors/1/expires_on".to_owned(), FaultCode::InPast),
        ]
    );
    let none = Corrections {
        sectors: Some(Vec::new()),
        ..Corrections::default()
    };
    assert_eq!(
        found(none.faults(&printed(), day("2026-11-22"))),
        [("sectors".to_owned(), FaultCode::Missing)]
    );
}

#[test]
fn of_a_form_sent_back_whole_only_what_differs_is_a_correction() {
    let goods = |until| SectorExpiry {
        sector: Sector::Goods,
        expires_on: day(until),
    };
    let sent = Corrections {
        surname: Some("Martin".to_owned()),
        first_names: Some("Camille".to_owned()),
        birth_date: Some(day("1988-04-17").into()),
        birth_place: Some("Lyon".to_owned()),
        licence_number: Some("13AA00002".to_owned()),
        sectors: Some(vec![goods("2030-03-14")]),
    };
    let only_surname = Corrections {
        surname: Some("Martin".to_owned()),
        ..Corrections::default()
    };
    assert_eq!(sent.clone().beyond(&printed(), &[goods("2030-03-14")]), only_surname);
    let otherwise = sent.beyond(&printed(), &[goods("2031-03-14")]);
    assert_eq!(otherwise.sectors, Some(vec![goods("2030-03-14")]));
}
