//! Until when a driver is qualified: one term for both sectors, counted over all that the driver ever followed
//! (R3314-10, -12, -13).
//!
//! Trainings are taken in the order of their end. A driver *holds* a sector once an initial training, a bridging, an
//! equivalence or a known qualification gave it; an FCO alone gives a term, and no hold.
//!
//! | training | gives | until |
//! |---|---|---|
//! | initial training, equivalence | its sector | end + 5 years |
//! | bridging | both sectors (R3314-13) | end + 5 years |
//! | FCO, or the sequence that completes one | its sector and every sector held, over or not (R3314-13) | D + 5 years if it ends within the year before D (R3314-12), else end + 5 years |
//! | known qualification | its sector | what it says |
//!
//! D is the earliest term not over yet of the sectors held (earliest: assumed, where two old terms differ), the FCO's own
//! sector included. Two full initial qualifications are treated like a bridged one by the FCO after them (assumed). Nobody
//! loses a day: what is given is never less than what the sector had. What is printed on a card stays as it is printed.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::expiry::SectorExpiry;
use super::hours::{Completion, OpenHours};
use super::known_qualification::{KnownQualification, PreviousExpiry};
use super::training::TrainingType;
use crate::ids::AttestationId;
use crate::sector::Sector;

mod order;
mod reprint;
#[cfg(test)]
mod tests;
mod walk;

pub use reprint::{Reprint, reprints};

/// One training that a driver followed, as its attestation says, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// Its attestation.
    pub attestation: AttestationId,
    /// What kind it was.
    pub training_type: TrainingType,
    /// In which sector.
    pub sector: Sector,
    /// Its first day; only that of sequences is looked at.
    pub started_on: NaiveDate,
    /// Its last day.
    pub ended_on: NaiveDate,
    /// Hours followed; only those of sequences are looked at.
    pub hours: u32,
    /// Whether it counts: not once it is withdrawn, nor while an agent has to settle an overlap. What was printed of it
    /// stays all the same, so it is passed on.
    pub counts: bool,
    /// The terms that stand on a card made of it, sector by sector.
    pub printed: Vec<SectorExpiry>,
    /// The sequence whose completion used these hours. It matters once that one has something printed: a card was made
    /// of these hours, and they count no more.
    pub counted_in: Option<AttestationId>,
}

/// What one training gives or renews.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gain {
    /// Its attestation; of an FCO in sequences, that of the one that completed it.
    pub attestation: AttestationId,
    /// What it counts as: sequences make an FCO.
    pub training_type: TrainingType,
    /// Its last day: the first on which what it gives may be made use of.
    pub ended_on: NaiveDate,
    /// Every sector it gives or renews, in their order, with the last day that the sector then has. Each is a right of
    /// its own, and its certificate names them all.
    pub sectors: Vec<SectorExpiry>,
    /// Whether it is an FCO in a sector of which no earlier term is known: it may have come early, for a card that
    /// somebody else made.
    pub previous_expiry_unknown: bool,
}

impl Gain {
    /// The sectors, for the certificate.
    pub fn named_sectors(&self) -> Vec<Sector> {
        self.sectors.iter().map(|one| one.sector).collect()
    }

    /// The last day it gives in a sector.
    pub fn until(&self, sector: Sector) -> Option<NaiveDate> {
        until(&self.sectors, sector)
    }

    /// Whether a case that rests on it must not be approved yet, given the agent's answer about the earlier term.
    pub fn awaits_answer(&self, answer: Option<PreviousExpiry>) -> bool {
        self.previous_expiry_unknown && answer.is_none()
    }
}

/// A driver's terms: what each training gave, and what holds now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// What each training gave, in the order of their end. A training that gives nothing has no line.
    pub gains: Vec<Gain>,
    /// The latest last day of each sector that the driver ever had, over or not.
    pub current: Vec<SectorExpiry>,
    /// The FCOs that sequences completed, oldest first; each has its gain.
    pub completions: Vec<Completion>,
    known: Vec<SectorExpiry>,
    open: BTreeMap<Sector, OpenHours>,
}

impl Terms {
    /// Counts a driver's terms from all that is known of them, whatever the order it is passed in.
    pub fn of(followed: &[Followed], known: &[KnownQualification]) -> Self {
        walk::walk(followed, known)
    }

    /// The latest last day of a sector.
    pub fn until(&self, sector: Sector) -> Option<NaiveDate> {
        until(&self.current, sector)
    }

    /// What a training gave.
    pub fn gained_by(&self, attestation: AttestationId) -> Option<&Gain> {
        self.gains.iter().find(|gain| gain.attestation == attestation)
    }

    /// Whether the driver is qualified in a sector on a legal date: from the day a training ends to the last day it gives,
    /// both included. A known qualification holds until it ends; since when is not known.
    pub fn hold_on(&self, sector: Sector, day: NaiveDate) -> bool {
        let known = self.known.iter().any(|one| one.sector == sector && one.holds_on(day));
        known
            || self
                .gains
                .iter()
                .filter(|gain| gain.ended_on <= day)
                .filter_map(|gain| gain.until(sector))
                .any(|last| day <= last)
    }

    /// Hours of sequences in a sector that count towards its next FCO on a legal date.
    pub fn hours_done(&self, sector: Sector, today: NaiveDate) -> u32 {
        self.open.get(&sector).map_or(0, |open| open.done(today))
    }
}

fn until(sectors: &[SectorExpiry], sector: Sector) -> Option<NaiveDate> {
    sectors
        .iter()
        .find(|one| one.sector == sector)
        .map(|one| one.expires_on)
}
