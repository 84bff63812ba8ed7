//! The production order: what the production system is to make or to post again.

use crate::actor::Role::{Agent, Production, System};
use crate::lifecycle::{self, Lifecycle, Reason, Subject};
use crate::words;

words! {
    /// Stage of a production order: how far it is.
    #[cfg_attr(feature = "openapi", schema(as = ProductionOrderStage))]
    pub enum Stage {
        /// Waiting to be picked up by the factory.
        Queued => "queued",
        /// Picked up: the factory makes the card.
        Started => "started",
        /// Done: the factory posted the card.
        Shipped => "shipped",
        /// The factory could not make the card. An agent may put the order back into the queue.
        Failed => "failed",
    }
}

words! {
    /// What can happen to a production order.
    #[cfg_attr(feature = "openapi", schema(as = ProductionOrderAction))]
    pub enum Action {
        /// Ordered by a case.
        Order => "order",
        /// Picked up.
        Start => "start",
        /// Posted.
        Ship => "ship",
        /// Could not be made.
        Fail => "fail",
        /// Put back by an agent.
        Requeue => "requeue",
    }
}

words! {
    /// Type of a production order: what the factory is to do.
    pub enum OrderType {
        /// Make the card, and post it.
        Produce => "produce",
        /// Post the card that came back once more.
        Reship => "reship",
    }
}

/// What a production order's rows may require.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// The parcel has a tracking number.
    TrackingNumber,
    /// The failure is explained.
    ReasonGiven,
}

/// What follows from a production order's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The letter that carries the card is printed.
    PrintLetter,
    /// The card is on its way, and so is its case.
    ShipCardAndCase,
    /// The letter is in its envelope: the copy here, with name and address, is erased.
    EraseLetter,
}

/// What the guards look at. Everything is refused until it is established.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// The parcel's tracking number.
    pub tracking_number: Option<&'a str>,
    /// Why it failed.
    pub reason: Option<&'a str>,
}

/// The production order's lifecycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProductionOrder;

type Row = lifecycle::Row<ProductionOrder>;

/// The table. The case stays where it is until the order is shipped.
pub const TABLE: lifecycle::Table<ProductionOrder> = &[&[
    Row::new(&[], Action::Order, System, Stage::Queued).then(&[Effect::PrintLetter]),
    Row::new(&[Stage::Queued], Action::Start, Production, Stage::Started),
    Row::new(&[Stage::Started], Action::Ship, Production, Stage::Shipped)
        .guarded(&[Guard::TrackingNumber])
        .then(&[Effect::ShipCardAndCase, Effect::EraseLetter]),
    Row::new(
        &[Stage::Queued, Stage::Started],
        Action::Fail,
        Production,
        Stage::Failed,
    )
    .guarded(&[Guard::ReasonGiven]),
    Row::new(&[Stage::Failed], Action::Requeue, Agent, Stage::Queued),
]];

impl Lifecycle for ProductionOrder {
    const SUBJECT: Subject = Subject::ProductionOrder;
    type Stage = Stage;
    type Action = Action;
    type Guard = Guard;
    type Effect = Effect;
    type Facts<'a> = Facts<'a>;

    fn judge(guard: Guard, facts: &Facts<'_>) -> Result<(), Reason> {
        match guard {
            Guard::TrackingNumber => facts
                .tracking_number
                .is_some_and(|number| !number.trim().is_empty())
                .then_some(())
                .ok_or(Reason::NoTrackingNumber),
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
