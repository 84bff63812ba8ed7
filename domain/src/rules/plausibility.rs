//! What no training can be: more hours than its days have, a FIMO of less than four weeks, two trainings on one day.
//!
//! The first two are refused when the attestation is posted. Attestations that overlap are taken, since either may be
//! right; but none of them gives anything until an agent has said which count.

use chrono::NaiveDate;

use super::fault::FaultCode;
use super::training::{Training, TrainingType};
use crate::ids::AttestationId;
use crate::words;

/// The most hours of training in a day (assumed).
pub const MOST_HOURS_A_DAY: u32 = 10;

/// The fewest days from the first to the last of a FIMO, both included: four weeks (R3314-5), less what feast days and
/// weekends take of their ends (assumed).
pub const FEWEST_DAYS_OF_A_FIMO: u32 = 24;

/// What is wrong with hours that do not fit in the days from the first to the last.
pub fn hours(training: &Training) -> Option<FaultCode> {
    let most = most_hours(training.started_on, training.ended_on);
    (most > 0 && training.hours > most).then_some(FaultCode::TooManyForPeriod)
}

/// The most hours that the days from the first to the last hold, both included; none where they are the wrong way round.
pub fn most_hours(started_on: NaiveDate, ended_on: NaiveDate) -> u32 {
    days(started_on, ended_on).saturating_mul(MOST_HOURS_A_DAY)
}

/// What is wrong with the last day of a training that takes longer.
pub fn period(training: &Training) -> Option<FaultCode> {
    let is_short = training.training_type == TrainingType::Fimo
        && days(training.started_on, training.ended_on) < FEWEST_DAYS_OF_A_FIMO;
    is_short.then_some(FaultCode::PeriodTooShort)
}

/// Days from the first to the last, both included; none where they are the wrong way round.
fn days(started_on: NaiveDate, ended_on: NaiveDate) -> u32 {
    let days = (ended_on - started_on).num_days();
    u32::try_from(days.saturating_add(1)).unwrap_or(0)
}

words! {
    /// What an agent decides of an attestation that overlaps another one.
    pub enum OverlapDecision {
        /// The training took place so, and counts.
        Counts => "counts",
        /// It is a repetition or an error, and gives nothing.
        Ignored => "ignored",
    }
}

/// When a driver attended a training. Withdrawn ones are not passed at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attended {
    /// Its attestation.
    pub attestation: AttestationId,
    /// What kind it was.
    pub training_type: TrainingType,
    /// First day.
    pub started_on: NaiveDate,
    /// Last day.
    pub ended_on: NaiveDate,
    /// What an agent decided, where one did.
    pub decision: Option<OverlapDecision>,
}

impl Attended {
    /// Whether two attestations claim the same day. An equivalence is no attendance.
    fn overlaps(&self, other: &Self) -> bool {
        let is_attendance = |one: &Self| one.training_type != TrainingType::Equivalence;
        self.attestation != other.attestation
            && is_attendance(self)
            && is_attendance(other)
            && self.started_on <= other.ended_on
            && other.started_on <= self.ended_on
    }
}

/// Two attestations of one driver that claim the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// The one that began first; of the same day, the one posted first.
    pub one: AttestationId,
    /// The other.
    pub other: AttestationId,
}

/// The overlaps among one driver's attestations, in the order of their first days.
pub fn overlaps(attended: &[Attended]) -> Vec<Overlap> {
    let mut sorted = attended.to_vec();
    sorted.sort_by_key(|one| (one.started_on, one.attestation));
    let mut found = Vec::new();
    for (index, one) in sorted.iter().enumerate() {
        let later = sorted[index + 1..].iter().filter(|other| one.overlaps(other));
        found.extend(later.map(|other| Overlap {
            one: one.attestation,
            other: other.attestation,
        }));
    }
    found
}

/// Those that wait for an agent: undecided, and overlapping one that was not set aside. Whoever came first waits as well,
/// so that nothing depends on the order of posting.
pub fn awaiting_agent(attended: &[Attended]) -> Vec<AttestationId> {
    let is_in_doubt = |one: &Attended| {
        let rivals = attended.iter().filter(|other| one.overlaps(other));
        one.decision.is_none()
            && rivals
                .into_iter()
                .any(|other| other.decision != Some(OverlapDecision::Ignored))
    };
    let mut waiting: Vec<_> = attended
        .iter()
        .filter(|one| is_in_doubt(one))
        .map(|one| one.attestation)
        .collect();
    waiting.sort_unstable();
    waiting
}

/// Those that count: neither set aside nor waiting for an agent.
pub fn counting(attended: &[Attended]) -> Vec<AttestationId> {
    let waiting = awaiting_agent(attended);
    let mut counting: Vec<_> = attended
        .iter()
        .filter(|one| one.decision != Some(OverlapDecision::Ignored))
        .map(|one| one.attestation)
        .filter(|attestation| waiting.binary_search(attestation).is_err())
        .collect();
    counting.sort_unstable();
    counting
}

#[cfg(test)]
mod tests;
