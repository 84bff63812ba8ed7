//! The order in which what is known of a driver is taken: by day, and within a day by rules that do not depend on who
//! posted first.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::Followed;
use crate::ids::AttestationId;
use crate::rules::known_qualification::KnownQualification;
use crate::rules::training::TrainingType;
use crate::sector::Sector;

/// One thing that is known of a driver.
#[derive(Debug, Clone, Copy)]
pub(super) enum Event<'a> {
    Known(&'a KnownQualification),
    Followed(&'a Followed),
}

/// What decides, first to last; within a day: the kind, what is printed already, the sector, the longer sequence.
/// Attestations that say the same of the same day are taken in the order of their ids, which makes no difference to any
/// term.
type Key = (
    NaiveDate,
    u8,
    bool,
    Sector,
    Reverse<u32>,
    Reverse<bool>,
    Option<NaiveDate>,
    Option<AttestationId>,
);

impl Event<'_> {
    fn key(&self) -> Key {
        match self {
            Self::Known(known) => (
                known.earned_by(),
                0,
                false,
                known.sector,
                Reverse(0),
                Reverse(true),
                Some(known.expires_on),
                None,
            ),
            Self::Followed(training) => (
                training.ended_on,
                rank(training.training_type),
                training.printed.is_empty(),
                training.sector,
                Reverse(training.hours),
                Reverse(training.counts),
                training.printed.iter().map(|one| one.expires_on).min(),
                Some(training.attestation),
            ),
        }
    }
}

/// Of one day, an initial training comes first, since an FCO may renew it; a bridging comes after the FCO, since it would
/// push away the term that the FCO comes early for (assumed). Sequences of that day count no more in any case.
const fn rank(training_type: TrainingType) -> u8 {
    match training_type {
        TrainingType::InitialLong => 1,
        TrainingType::Fimo => 2,
        TrainingType::Equivalence => 3,
        TrainingType::Fco => 4,
        TrainingType::Bridging => 5,
        TrainingType::FcoSequence => 6,
    }
}

/// Everything in its order.
pub(super) fn in_order<'a>(followed: &'a [Followed], known: &'a [KnownQualification]) -> Vec<Event<'a>> {
    let mut events: Vec<_> = known.iter().map(Event::Known).collect();
    events.extend(followed.iter().map(Event::Followed));
    events.sort_by_key(Event::key);
    events
}
