//! The entitlement: the right to a card in one sector, earned by a qualifying training. One training earns one in every
//! sector that it gives or renews: see [`crate::rules::terms`].

use crate::actor::Role::System;
use crate::lifecycle::{self, Lifecycle, Reason, Subject};
use crate::words;

words! {
    /// Where an entitlement is.
    #[cfg_attr(feature = "openapi", schema(as = EntitlementStage))]
    pub enum Stage {
        /// A case can be opened on it.
        Available => "available",
        /// A case is open on it.
        Reserved => "reserved",
        /// A card was made of it.
        Used => "used",
        /// Its attestation was withdrawn before it was used.
        Lost => "lost",
        /// Its sector's term has ended.
        Over => "over",
    }
}

impl Stage {
    /// Whether it goes with its attestation: what a card was made of stays, and so does what is over.
    pub const fn can_be_lost(self) -> bool {
        matches!(self, Self::Available | Self::Reserved)
    }
}

words! {
    /// What can happen to an entitlement.
    #[cfg_attr(feature = "openapi", schema(as = EntitlementAction))]
    pub enum Action {
        /// Earned by a training.
        Earn => "earn",
        /// A case opens on it.
        Reserve => "reserve",
        /// The case ends otherwise than by approval.
        Free => "free",
        /// The case is approved.
        Use => "use",
        /// The attestation is withdrawn.
        Lose => "lose",
        /// The sector's term ends.
        End => "end",
        /// The term turns out to be longer, since something older became known: it holds again.
        Resume => "resume",
    }
}

/// What may be required beyond the stage. The case that acts was judged already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// No card was made of it.
    NotUsed,
}

/// What the guards look at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts {
    /// A card was made of it.
    pub was_used: bool,
}

/// Nothing follows: the entitlement's stage is all there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {}

/// The entitlement's lifecycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entitlement;

type Row = lifecycle::Row<Entitlement>;

/// The table.
pub const TABLE: lifecycle::Table<Entitlement> = &[&[
    Row::new(&[], Action::Earn, System, Stage::Available),
    Row::new(&[Stage::Available], Action::Reserve, System, Stage::Reserved),
    Row::new(&[Stage::Reserved], Action::Free, System, Stage::Available),
    Row::new(&[Stage::Reserved], Action::Use, System, Stage::Used),
    Row::new(&[Stage::Available, Stage::Reserved], Action::Lose, System, Stage::Lost),
    Row::new(
        &[Stage::Available, Stage::Reserved, Stage::Used],
        Action::End,
        System,
        Stage::Over,
    ),
    Row::new(&[Stage::Over], Action::Resume, System, Stage::Available).guarded(&[Guard::NotUsed]),
]];

impl Lifecycle for Entitlement {
    const SUBJECT: Subject = Subject::Entitlement;
    type Stage = Stage;
    type Action = Action;
    type Guard = Guard;
    type Effect = Effect;
    type Facts<'a> = Facts;

    fn judge(guard: Guard, facts: &Facts) -> Result<(), Reason> {
        match guard {
            Guard::NotUsed if facts.was_used => Err(Reason::WrongStage),
            Guard::NotUsed => Ok(()),
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
