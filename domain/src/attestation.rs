//! The attestation: what a training centre posted, and whether it found its driver.

use crate::actor::Role::{Agent, Centre, System};
use crate::lifecycle::{self, Lifecycle, Reason, Subject};
use crate::notification::NotificationKind as Notice;
use crate::words;

words! {
    /// Stage of an attestation: what became of it.
    #[cfg_attr(feature = "openapi", schema(as = AttestationStage))]
    pub enum Stage {
        /// Kept: there is no account of that driver yet. It is matched as soon as there is one.
        Recorded => "recorded",
        /// Found its driver: the training is theirs, with its recap, its certificate and its right to a card.
        Matched => "matched",
        /// Nearly found its driver: an agent compares the two, and decides.
        Mismatch => "mismatch",
        /// An agent found that the driver it came close to is not the one. It waits for another.
        Dismissed => "dismissed",
        /// Taken back by the training centre: it gives nothing any more.
        Withdrawn => "withdrawn",
    }
}

words! {
    /// What can happen to an attestation.
    #[cfg_attr(feature = "openapi", schema(as = AttestationAction))]
    pub enum Action {
        /// Posted by a centre.
        Record => "record",
        /// Found its driver.
        Match => "match",
        /// Nearly found a driver.
        Mismatch => "mismatch",
        /// An agent decides that it is not the candidate's.
        Dismiss => "dismiss",
        /// Taken back.
        Withdraw => "withdraw",
    }
}

/// What an attestation's rows may require.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// The withdrawal or dismissal is explained.
    ReasonGiven,
}

/// What follows from an attestation's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Tell the driver.
    Tell(Notice),
    /// Give the entitlement and the certificate that the training earns, if it earns one.
    Credit,
    /// It is not the candidate's, and is never offered to them again.
    RefuseCandidate,
    /// Revoke the certificate, lose the entitlement not yet used, send an open case back to an agent.
    Uncredit,
}

/// What the guards look at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// Why, in the actor's words.
    pub reason: Option<&'a str>,
}

/// The attestation's lifecycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attestation;

type Row = lifecycle::Row<Attestation>;

/// The table.
pub const TABLE: lifecycle::Table<Attestation> = &[&[
    Row::new(&[], Action::Record, Centre, Stage::Recorded),
    Row::new(
        &[Stage::Recorded, Stage::Dismissed],
        Action::Match,
        System,
        Stage::Matched,
    )
    .then(&[Effect::Tell(Notice::RecapAvailable), Effect::Credit]),
    Row::new(
        &[Stage::Recorded, Stage::Dismissed],
        Action::Mismatch,
        System,
        Stage::Mismatch,
    ),
    // Whatever waits can be matched by hand: a person is known by more than three fields.
    Row::new(
        &[Stage::Recorded, Stage::Mismatch, Stage::Dismissed],
        Action::Match,
        Agent,
        Stage::Matched,
    )
    .then(&[Effect::Tell(Notice::RecapAvailable), Effect::Credit]),
    // Somebody else came close before the driver's own account became active.
    Row::new(&[Stage::Mismatch], Action::Match, System, Stage::Matched)
        .then(&[Effect::Tell(Notice::RecapAvailable), Effect::Credit]),
    Row::new(&[Stage::Mismatch], Action::Dismiss, Agent, Stage::Dismissed)
        .guarded(&[Guard::ReasonGiven])
        .then(&[Effect::RefuseCandidate]),
    Row::new(
        &[Stage::Recorded, Stage::Mismatch, Stage::Dismissed],
        Action::Withdraw,
        Centre,
        Stage::Withdrawn,
    )
    .guarded(&[Guard::ReasonGiven]),
    Row::new(&[Stage::Matched], Action::Withdraw, Centre, Stage::Withdrawn)
        .guarded(&[Guard::ReasonGiven])
        .then(&[Effect::Uncredit, Effect::Tell(Notice::AttestationWithdrawn)]),
]];

impl Stage {
    /// Whether it waits for its driver.
    pub const fn waits(self) -> bool {
        matches!(self, Self::Recorded | Self::Mismatch | Self::Dismissed)
    }
}

impl Lifecycle for Attestation {
    const SUBJECT: Subject = Subject::Attestation;
    type Stage = Stage;
    type Action = Action;
    type Guard = Guard;
    type Effect = Effect;
    type Facts<'a> = Facts<'a>;

    fn judge(guard: Guard, facts: &Facts<'_>) -> Result<(), Reason> {
        match guard {
            Guard::ReasonGiven => lifecycle::reason_given(facts.reason),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell() {
        insta::assert_snapshot!(lifecycle::grid(TABLE));
    }
}
