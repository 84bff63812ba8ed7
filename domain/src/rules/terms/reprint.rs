//! Cards that say something else than the rules do: made before an older training became known, or before both sectors
//! had one term. They stay as they are; a supervisor decides.

use chrono::NaiveDate;

use super::{Followed, Terms};
use crate::ids::AttestationId;
use crate::rules::known_qualification::KnownQualification;
use crate::sector::Sector;
use crate::words::Word as _;

/// A sector in which what was printed of a training is not what the training gives by the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reprint {
    /// The training's attestation.
    pub attestation: AttestationId,
    /// The sector.
    pub sector: Sector,
    /// The last day that was printed; none where the card left the sector out (as it does without a licence category).
    pub printed: Option<NaiveDate>,
    /// The last day by the rules; none where they give nothing.
    pub due: Option<NaiveDate>,
}

/// Where a driver's cards and the rules differ, in the order of the trainings' end.
pub fn reprints(followed: &[Followed], known: &[KnownQualification]) -> Vec<Reprint> {
    let unprinted: Vec<_> = followed.iter().map(unprinted).collect();
    let (actual, ruled) = (Terms::of(followed, known), Terms::of(&unprinted, known));
    let on_a_card = |attestation| {
        let is_it = |one: &&Followed| one.attestation == attestation && one.counts && !one.printed.is_empty();
        followed.iter().find(is_it)
    };
    let printed = actual.gains.iter().filter_map(|gain| on_a_card(gain.attestation));
    printed.flat_map(|training| differences(training, &ruled)).collect()
}

fn unprinted(training: &Followed) -> Followed {
    Followed {
        printed: Vec::new(),
        counted_in: None,
        ..training.clone()
    }
}

fn differences(training: &Followed, ruled: &Terms) -> Vec<Reprint> {
    let compare = |sector| Reprint {
        attestation: training.attestation,
        sector,
        printed: super::until(&training.printed, sector),
        due: ruled
            .gained_by(training.attestation)
            .and_then(|gain| gain.until(sector)),
    };
    Sector::ALL
        .iter()
        .map(|&sector| compare(sector))
        .filter(|compared| compared.printed != compared.due)
        .collect()
}
