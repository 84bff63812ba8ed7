//! The card: ordered, posted, activated; and whatever may end it.

use crate::actor::Role::{Agent, Driver, Production, System};
use crate::lifecycle::{self, Lifecycle, Reason, Subject};
use crate::words;

pub mod printed;

words! {
    /// Stage of a card: where it is, and whether it is good.
    #[cfg_attr(feature = "openapi", schema(as = CardStage))]
    pub enum Stage {
        /// Ordered, and being made: not posted yet.
        InProduction => "in_production",
        /// Posted, and not yet activated by its driver: it proves nothing yet.
        InTransit => "in_transit",
        /// Received and activated by its driver: it proves the qualification.
        Active => "active",
        /// Declared lost, stolen or never received: not valid while that is decided.
        Suspended => "suspended",
        /// Returned by the post: its driver says where it goes next.
        Undelivered => "undelivered",
        /// Sent back by its driver as faulty, and received: not valid any more.
        Returned => "returned",
        /// Made invalid for good; `revocation_reason` says why.
        Revoked => "revoked",
        /// Replaced by a newer card that its driver activated: not valid any more.
        Superseded => "superseded",
        /// The last day of every sector on it has passed.
        Expired => "expired",
        /// Physically destroyed after it came back: it is of no use any more.
        Destroyed => "destroyed",
    }
}

words! {
    /// What can be done to a card, or happens to it.
    #[cfg_attr(feature = "openapi", schema(as = CardAction))]
    pub enum Action {
        /// The card is ordered from the factory.
        Order => "order",
        /// The factory posts the card.
        Ship => "ship",
        /// The driver received and checked the card, and puts it to use.
        Activate => "activate",
        /// The card is declared lost, stolen or never received: it is invalid for the moment.
        Suspend => "suspend",
        /// The card is found, or its case is given up: it is what it was before.
        Restore => "restore",
        /// The card is made invalid for good, with a reason.
        Revoke => "revoke",
        /// The post returns the card.
        ComeBack => "come_back",
        /// The back office receives the card that its driver sent back as faulty.
        ReceiveFaulty => "receive_faulty",
        /// The card is physically destroyed.
        Destroy => "destroy",
        /// The driver activates a newer card: this one is not valid any more.
        Supersede => "supersede",
        /// The last day of every sector on the card has passed.
        Expire => "expire",
    }
}

words! {
    /// Why a card was revoked: made invalid for good.
    pub enum RevocationReason {
        /// The driver lost the card, and paid for another one.
        Lost => "lost",
        /// The card was stolen, as its driver declared.
        Stolen => "stolen",
        /// The card was posted, never arrived and never came back.
        LostInPost => "lost_in_post",
        /// The attestation that the card rests on was withdrawn by its training centre.
        AttestationWithdrawn => "attestation_withdrawn",
        /// The card was obtained by fraud, as an agent found.
        Fraud => "fraud",
        /// Another reason, in the agent's words.
        Other => "other",
    }
}

impl RevocationReason {
    /// Whether the right goes with the card. Of a card that is missing, its driver is given another.
    pub const fn takes_right(self) -> bool {
        matches!(self, Self::AttestationWithdrawn | Self::Fraud | Self::Other)
    }

    /// Whether the reason says enough by itself, or together with the agent's words.
    pub fn is_explained_by(self, note: Option<&str>) -> bool {
        self != Self::Other || lifecycle::reason_given(note).is_ok()
    }
}

/// What a card's rows may require.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// No newer card of the driver is active.
    NoNewerActive,
    /// The revocation is explained.
    ReasonGiven,
    /// Every sector is over.
    EverySectorOver,
}

/// What follows from a card's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Supersede the driver's older cards, and cancel the unpaid cases on them.
    SupersedeOlder,
    /// Complete the case that made or sent this card, if it is shipped.
    FinishCase,
}

/// What the guards look at. Everything is refused until it is established.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts {
    /// No newer card of the driver is active.
    pub no_newer_active: bool,
    /// A reason was given.
    pub reason_given: bool,
    /// Every sector is over.
    pub every_sector_over: bool,
}

/// The card's lifecycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Card;

type Row = lifecycle::Row<Card>;

/// The stages of a card that its holder has, or is about to have, in hand.
const HELD: &[Stage] = &[Stage::Active, Stage::InTransit, Stage::Suspended];

/// The stages that a newer card ends: those, and that of a card which came back from the post.
const OUT: &[Stage] = &[Stage::Active, Stage::InTransit, Stage::Suspended, Stage::Undelivered];

/// The table.
pub const TABLE: lifecycle::Table<Card> = &[&[
    Row::new(&[], Action::Order, System, Stage::InProduction),
    Row::new(
        &[Stage::InProduction, Stage::Undelivered],
        Action::Ship,
        Production,
        Stage::InTransit,
    ),
    Row::new(&[Stage::InTransit], Action::Activate, Driver, Stage::Active)
        .guarded(&[Guard::NoNewerActive])
        .then(&[Effect::SupersedeOlder, Effect::FinishCase]),
    Row::new(
        &[Stage::Active, Stage::InTransit],
        Action::Suspend,
        System,
        Stage::Suspended,
    ),
    Row::back(&[Stage::Suspended], Action::Restore, System),
    Row::new(HELD, Action::Revoke, Agent, Stage::Revoked)
        .guarded(&[Guard::ReasonGiven])
        .then(&[Effect::FinishCase]),
    Row::new(HELD, Action::Revoke, System, Stage::Revoked)
        .guarded(&[Guard::ReasonGiven])
        .then(&[Effect::FinishCase]),
    Row::new(HELD, Action::ComeBack, Agent, Stage::Undelivered),
    Row::new(
        &[Stage::Active, Stage::InTransit],
        Action::ReceiveFaulty,
        Agent,
        Stage::Returned,
    )
    .then(&[Effect::FinishCase]),
    Row::new(
        &[Stage::Undelivered, Stage::Revoked, Stage::Returned],
        Action::Destroy,
        Agent,
        Stage::Destroyed,
    )
    .then(&[Effect::FinishCase]),
    Row::new(
        &[Stage::Undelivered, Stage::Revoked, Stage::Returned],
        Action::Destroy,
        System,
        Stage::Destroyed,
    )
    .then(&[Effect::FinishCase]),
    // What came back from the post and is to be sent nowhere any more is superseded like what is in the driver's hands.
    Row::new(OUT, Action::Supersede, System, Stage::Superseded).then(&[Effect::FinishCase]),
    Row::new(
        &[Stage::Active, Stage::InTransit],
        Action::Expire,
        System,
        Stage::Expired,
    )
    .guarded(&[Guard::EverySectorOver])
    .then(&[Effect::FinishCase]),
]];

impl Lifecycle for Card {
    const SUBJECT: Subject = Subject::Card;
    type Stage = Stage;
    type Action = Action;
    type Guard = Guard;
    type Effect = Effect;
    type Facts<'a> = Facts;

    fn judge(guard: Guard, facts: &Facts) -> Result<(), Reason> {
        match guard {
            Guard::NoNewerActive => facts.no_newer_active.then_some(()).ok_or(Reason::NewerCardActive),
            Guard::ReasonGiven => facts.reason_given.then_some(()).ok_or(Reason::NoReason),
            Guard::EverySectorOver => facts.every_sector_over.then_some(()).ok_or(Reason::NotOver),
        }
    }
}

impl Stage {
    /// Whether the driver has such a card, or is about to have it, in hand.
    pub const fn is_held(self) -> bool {
        matches!(self, Self::Active | Self::InTransit | Self::Suspended)
    }

    /// Whether what such a card says is its driver's right still: of a card that they have, or that is made or posted
    /// again for them; and of one that was returned or destroyed, until another has replaced it.
    pub const fn keeps_right(self, replaced: bool) -> bool {
        match self {
            Self::Active | Self::InTransit | Self::Suspended | Self::InProduction | Self::Undelivered => true,
            Self::Returned | Self::Destroyed => !replaced,
            Self::Revoked | Self::Superseded | Self::Expired => false,
        }
    }

    /// Whether a card in this stage completes the shipped case that made it: it is in use, or ended.
    pub const fn completes_its_case(self) -> bool {
        matches!(
            self,
            Self::Active | Self::Revoked | Self::Returned | Self::Superseded | Self::Destroyed | Self::Expired
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell() {
        insta::assert_snapshot!(lifecycle::grid(TABLE));
    }

    #[test]
    fn a_right_is_lost_with_no_card_that_the_issuer_has() {
        assert!(Stage::Returned.keeps_right(false) && Stage::Destroyed.keeps_right(false));
        assert!(!Stage::Returned.keeps_right(true) && !Stage::Destroyed.keeps_right(true));
        assert!(Stage::Undelivered.keeps_right(true));
        assert!(!Stage::Revoked.keeps_right(false) && !Stage::Expired.keeps_right(false));
    }

    #[test]
    fn a_suspended_card_goes_back_where_it_came_from() {
        for stage in [Stage::Active, Stage::InTransit] {
            let restored = lifecycle::decide(
                TABLE,
                Some(Stage::Suspended),
                Some(stage),
                Action::Restore,
                System,
                &Facts::default(),
            );
            assert_eq!(restored.expect("restored").to, stage);
        }
    }
}
