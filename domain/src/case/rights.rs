//! What a cqc case rests on: the rights it holds, the licence they are used with, and what agents should know of both.

use super::{File, Kind, Stage, Warning};
use crate::ids::StaffId;
use crate::lifecycle::{Reason, Refusal, Subject};
use crate::rules::expiry::SectorExpiry;
use crate::rules::licence_in_force::{self, Carried, LicenceDates, NotInForce};
use crate::sector::Sector;
use crate::words::Word as _;

impl File {
    /// The sectors that a card made today carries by what the case holds, those left off beside them.
    pub fn carried(&self) -> Result<Carried, NotInForce> {
        self.carried_with(&[])
    }

    /// What a card made today bears, each sector with the last day of its term: of the driver's `terms`, those that are not
    /// over, for which the licence is in force, and the right to which the case holds or nobody `took` with an earlier card.
    pub fn borne(&self, terms: &[SectorExpiry], took: &[Sector]) -> Result<Vec<SectorExpiry>, NotInForce> {
        let held = self.sectors();
        let is_right = |sector| held.contains(&sector) || !took.contains(&sector);
        let current = terms
            .iter()
            .filter(|one| one.holds_on(self.today) && is_right(one.sector));
        let current: Vec<_> = current.copied().collect();
        let names: Vec<_> = current.iter().map(|one| one.sector).collect();
        let in_force = self.carried_with(&names)?.sectors;
        Ok(current
            .into_iter()
            .filter(|one| in_force.contains(&one.sector))
            .collect())
    }

    /// As [`carried`](Self::carried), with sectors that come along from elsewhere.
    fn carried_with(&self, others: &[Sector]) -> Result<Carried, NotInForce> {
        let (own, mut along): (Vec<_>, Vec<_>) = self.sectors().into_iter().partition(|sector| self.is_own(*sector));
        along.extend(others.iter().copied().filter(|sector| !own.contains(sector)));
        licence_in_force::carried(&self.licence_dates(), &own, &along, self.today)
    }

    /// The sectors asked for: those that the card carries, or all that are held while no card could be made.
    pub fn asked_for(&self) -> Vec<Sector> {
        self.carried()
            .map_or_else(|_| self.sectors(), |carried| carried.sectors)
    }

    /// The sectors of which an agent has to say until when the earlier qualification held.
    pub fn awaiting_answer(&self) -> Vec<Sector> {
        let mut sectors: Vec<_> = self
            .entitlements
            .iter()
            .filter(|held| held.awaits_answer)
            .map(|held| held.sector)
            .collect();
        sectors.sort_unstable();
        sectors.dedup();
        sectors
    }

    /// What an agent should know before deciding, beside what was kept with the case.
    pub fn warnings(&self, stage: Stage, kept: Option<Warning>) -> Vec<Warning> {
        let mut found: Vec<_> = kept.into_iter().collect();
        let is_to_be_decided = matches!(stage, Stage::Submitted | Stage::InReview | Stage::InformationRequested);
        if self.kind != Kind::Cqc || !is_to_be_decided {
            return found;
        }
        if !self.awaiting_answer().is_empty() {
            found.push(Warning::PreviousExpiryUnknown);
        }
        let is_end_unknown = |holder: &crate::people::Holder| holder.licence.expires_on.is_none();
        if self.holder.as_ref().is_some_and(is_end_unknown) {
            found.push(Warning::LicenceEndUnknown);
        }
        found
    }

    fn is_own(&self, sector: Sector) -> bool {
        self.entitlements.iter().any(|held| held.sector == sector && held.own)
    }

    fn licence_dates(&self) -> LicenceDates<'_> {
        let licence = self.holder.as_ref().map(|holder| &holder.licence);
        LicenceDates {
            categories: licence.map(|licence| licence.categories.as_slice()).unwrap_or_default(),
            expires_on: licence.and_then(|licence| licence.expires_on),
            category_expiries: licence
                .map(|licence| licence.category_expiries.as_slice())
                .unwrap_or_default(),
        }
    }
}

/// Whether somebody may say until when the qualification held that the training of a case renews: the agent who took it.
pub fn may_answer_previous_expiry(
    kind: Kind,
    stage: Stage,
    assignee: Option<StaffId>,
    agent: Option<StaffId>,
) -> Result<(), Refusal> {
    let reason = if kind != Kind::Cqc {
        Reason::NotAskedFor
    } else if stage != Stage::InReview {
        Reason::WrongStage
    } else if assignee.is_none() || assignee != agent {
        Reason::NotAssignee
    } else {
        return Ok(());
    };
    Err(Refusal {
        subject: Subject::Case,
        stage: Some(stage.name()),
        action: "answer_previous_expiry",
        reason,
        possible: Vec::new(),
    })
}

/// The licence is in force, and has a category in force for each sector that the driver trained in.
pub(super) fn licence_in_force(file: &File) -> Result<(), Reason> {
    match file.carried() {
        Ok(_) => Ok(()),
        Err(NotInForce::NoCategory(sectors)) => Err(Reason::LicenceCategory(sectors)),
        Err(NotInForce::Categories(sectors)) => Err(Reason::LicenceExpired { on: None, sectors }),
        Err(NotInForce::Licence(on)) => Err(Reason::LicenceExpired {
            on: Some(on),
            sectors: file.sectors(),
        }),
    }
}

/// Nothing is asked of an agent that was not answered.
pub(super) fn answered(file: &File) -> Result<(), Reason> {
    let awaiting = file.awaiting_answer();
    if awaiting.is_empty() {
        Ok(())
    } else {
        Err(Reason::PreviousExpiryNeeded(awaiting))
    }
}

#[cfg(test)]
mod tests;
