use uuid::Uuid;

use super::*;
use crate::rules::known_qualification::KnownQualificationSource;
use crate::rules::training::TrainingType::{Bridging, Equivalence, Fco, FcoSequence, Fimo, InitialLong};
use crate::sector::Sector::{Goods, Passengers};

mod any_history;
mod printed;
mod sequences;
mod worked;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn id(number: usize) -> AttestationId {
    AttestationId(Uuid::from_u128(number as u128))
}

type Drawn = (TrainingType, Sector, &'static str);

/// Trainings numbered from 1 in the order given; each sequence of 7 hours.
fn followed(given: &[Drawn]) -> Vec<Followed> {
    let training = |(index, (training_type, sector, ended_on)): (usize, &Drawn)| Followed {
        attestation: id(index + 1),
        training_type: *training_type,
        sector: *sector,
        started_on: day(ended_on),
        ended_on: day(ended_on),
        hours: if *training_type == FcoSequence { 7 } else { 35 },
        counts: true,
        printed: Vec::new(),
        counted_in: None,
    };
    given.iter().enumerate().map(training).collect()
}

fn card_until(sector: Sector, expires_on: &str) -> KnownQualification {
    KnownQualification {
        sector,
        expires_on: day(expires_on),
        source: KnownQualificationSource::CardShown,
        card_number: None,
    }
}

fn on(sector: Sector, expires_on: &str) -> SectorExpiry {
    SectorExpiry {
        sector,
        expires_on: day(expires_on),
    }
}

/// The terms of goods and passengers.
fn current(terms: &Terms) -> (Option<String>, Option<String>) {
    let text = |sector| terms.until(sector).map(|day| day.to_string());
    (text(Goods), text(Passengers))
}

const FIMO: Drawn = (Fimo, Goods, "2023-03-14");
const BRIDGING: Drawn = (Bridging, Passengers, "2026-11-20");
