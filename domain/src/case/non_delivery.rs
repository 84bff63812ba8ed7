//! The non-delivery case: a card was posted, never arrived and never came back. An agent decides whether it is lost in
//! the post; then another one is made, identical to it and free of charge.

use super::parts::{DELIVERY, DRAFT_ABOUT_CARD, EXAMINATION, lapse_answer, reject_paid};
use super::{Action, Effect, Guard, Row, Sheet, Stage, StepName};
use crate::actor::Role::{Agent, Driver, System};
use crate::card::RevocationReason;
use crate::notification::NotificationKind as Notice;

/// Where it waits for an agent, or for what the agent asked of the driver.
const EXAMINED: &[Stage] = &[Stage::Submitted, Stage::InReview, Stage::InformationRequested];

const DRAFT: &[Row] = &[
    Row::new(&[], Action::Open, Driver, Stage::Draft).guarded(&[Guard::NoneInTheWay, Guard::CardOverdue]),
    // Asked again: a draft waits for up to 90 days, in which the card may have arrived.
    Row::new(&[Stage::Draft], Action::Submit, Driver, Stage::Submitted)
        .guarded(&[Guard::StepsComplete, Guard::CardOverdue])
        .then(&[
            Effect::SuspendCard,
            Effect::PrintSummary,
            Effect::Tell(Notice::CaseSubmitted),
        ]),
];

const DECISION: &[Row] = &[
    Row::new(&[Stage::InReview], Action::Approve, Agent, Stage::InProduction)
        .guarded(&[Guard::Assignee, Guard::DocumentsClean])
        .then(&[
            Effect::RevokeCard(RevocationReason::LostInPost),
            Effect::OrderReplacement,
        ]),
    reject_paid(&[Effect::RestoreCard, Effect::Tell(Notice::CaseRejected)]),
    lapse_answer(&[
        Effect::RestoreCard,
        Effect::SettleItems,
        Effect::Unassign,
        Effect::Tell(Notice::CaseExpired),
    ]),
    // The undelivered case opens, and tells the driver.
    Row::new(EXAMINED, Action::CardFound, System, Stage::Cancelled).then(&[Effect::SettleItems, Effect::Unassign]),
    Row::new(EXAMINED, Action::CardGone, System, Stage::Cancelled).then(&[
        Effect::SettleItems,
        Effect::Unassign,
        Effect::Tell(Notice::CaseCancelled),
    ]),
];

/// A driver says that a card which was posted did not arrive, and gets another one if an agent finds it so.
pub const SHEET: Sheet = Sheet {
    table: &[DRAFT, DRAFT_ABOUT_CARD, EXAMINATION, DECISION, DELIVERY],
    steps: &[StepName::DeliveryAddress],
    documents: &[],
};

#[cfg(test)]
mod tests {
    use super::SHEET;
    use crate::lifecycle;

    #[test]
    fn every_cell() {
        insta::assert_snapshot!(lifecycle::grid(SHEET.table));
    }
}
