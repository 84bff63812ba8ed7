//! Certificates, recaps, card letters.

use domain::case::Kind;
use domain::people::Language;
use domain::rules::certificate::Period;
use domain::rules::expiry::SectorExpiry;
use domain::rules::training::TrainingType;
use domain::sector::Sector;

use super::super::facts::{CardLetter, Centre, Certificate, Paper, Recap};
use super::people::{Person, centre, day, sender};

/// A statement of the usual length; nobody's key signed it.
const STATEMENT: &str = "\
     eyJhbGciOiJFZERTQSIsImtpZCI6InBhcGVycy0yMDI2LTExLTAxOTdhMWIyIiwidHlwIjoiY3FjLWNlcnRpZmlj\
     YXRlK2p3dCJ9.eyJpc3MiOiJodHRwczovL2h1Yi5leGFtcGxlLm9yZyIsImp0aSI6IjdLM005UFFSU1RWV1hZWjA\
     xMjM0NTY3ODkiLCJraW5kIjoiY2VydGlmaWNhdGUiLCJzdXJuYW1lIjoiTWFydGluIiwiZmlyc3RfbmFtZXMiOiJ\
     DYW1pbGxlIEplYW5uZSIsImJpcnRoX2RhdGUiOiIxOTg4LTA0LTE3Iiwic2VjdG9ycyI6WyJnb29kcyJdLCJ2YWx\
     pZF9mcm9tIjoiMjAyNi0xMS0yMCIsInZhbGlkX3VudGlsIjoiMjAyNy0wMy0yMCIsImlhdCI6MTc5NTMwNTYwMH0\
     .RCCCPP3m8cJrMPkOx90B5Ih1NKIPCw0Ew27YDnHg_XewdnDrlAvVM1-XParYYZuR_8kR9XzO1Fi7vyzgN1PJvQ";

pub(super) fn certificate(person: &Person, language: Language) -> Paper {
    Paper::Certificate(Certificate {
        language,
        specimen: true,
        sender: sender(),
        addressee: person.addressee(),
        birth_date: Person::birth_date(),
        issued_on: day(2026, 11, 22),
        sector: Sector::Goods,
        sectors: vec![Sector::Goods, Sector::Passengers],
        training_type: TrainingType::Fco,
        ended_on: day(2026, 11, 20),
        centre: centre(),
        period: Period {
            valid_from: day(2026, 11, 22),
            valid_until: day(2027, 3, 22),
        },
        code: "7K3M9PQRSTVWXYZ0123456789".to_owned(),
        verification_url: "https://hub.example.org/v1/verifications/7K3M9PQRSTVWXYZ0123456789".to_owned(),
        statement: STATEMENT.to_owned(),
    })
}

/// The same as production prints it.
pub(super) fn genuine(mut paper: Paper) -> Paper {
    if let Paper::Certificate(certificate) = &mut paper {
        certificate.specimen = false;
        certificate.training_type = TrainingType::InitialLong;
        certificate.sector = Sector::Passengers;
        certificate.sectors = vec![Sector::Passengers];
    }
    paper
}

pub(super) fn recap(person: &Person, language: Language) -> Paper {
    Paper::Recap(recap_of(person, language))
}

/// One part of a continuing training, by a centre with a long name.
pub(super) fn sequence(person: &Person, language: Language) -> Paper {
    Paper::Recap(Recap {
        reference:
            "ABSKILL-BREST-IROISE-ET-PAYS-DE-LANDERNEAU-DAOULAS-2026-SEQUENCE-3-SUR-5-SESSION-DE-NOVEMBRE-0042177"
                .to_owned(),
        training_type: TrainingType::FcoSequence,
        sector: Sector::Passengers,
        hours: Some(7),
        place: "Saint-Martin-des-Champs (Finistère)".to_owned(),
        centre: Centre {
            name: "ABSKILL Brest Iroise, établissement de Saint-Martin-des-Champs, formation des conducteurs routiers"
                .to_owned(),
            accreditation_number: "AGR-29-2023-004".to_owned(),
        },
        available_until: Some(day(2032, 11, 20)),
        ..recap_of(person, language)
    })
}

fn recap_of(person: &Person, language: Language) -> Recap {
    Recap {
        language,
        specimen: true,
        sender: sender(),
        addressee: person.addressee(),
        birth_date: Person::birth_date(),
        licence_country: "FR".to_owned(),
        licence_number: "13AA00002".to_owned(),
        reference: "ABSKILL-LYON-2026-004217".to_owned(),
        training_type: TrainingType::Fimo,
        sector: Sector::Goods,
        hours: Some(140),
        started_on: day(2026, 10, 19),
        ended_on: day(2026, 11, 20),
        delivered_on: day(2026, 11, 20),
        place: "Lyon".to_owned(),
        centre: centre(),
        recorded_on: day(2026, 11, 22),
        available_until: None,
    }
}

pub(super) fn card_letter(person: &Person, kind: Kind, sectors: &[Sector], language: Language) -> Paper {
    let expiries = sectors.iter().zip([day(2031, 11, 20), day(2029, 3, 1)]);
    Paper::CardLetter(CardLetter {
        language,
        specimen: true,
        sender: sender(),
        addressee: person.addressee(),
        reference: "CQC-2026-7K3M9P".to_owned(),
        kind,
        holder: person.holder(),
        card_number: "FR260000042K".to_owned(),
        issued_on: day(2026, 12, 1),
        dated_on: match kind {
            Kind::Undelivered => day(2027, 1, 14),
            _ => day(2026, 12, 1),
        },
        sectors: expiries
            .map(|(sector, expires_on)| SectorExpiry {
                sector: *sector,
                expires_on,
            })
            .collect(),
        activation_url: "https://hub.example.org/cartes".to_owned(),
    })
}
