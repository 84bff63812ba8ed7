//! Parts that the tables of several kinds share.

use super::{Action, Effect, Guard, Row, Stage};
use crate::actor::Role::{Agent, Driver, Production, Supervisor, System};
use crate::notification::NotificationKind as Notice;

/// Days after which an untouched draft is erased.
const DRAFT_DAYS: u32 = 90;
/// Days after which an unanswered information request ends the case.
const ANSWER_DAYS: u32 = 60;
/// Days after which a declared loss or theft that is not paid ends.
const PAYMENT_DAYS: u32 = 15;
/// Days after posting when a case is done even if its card was never activated.
const ACTIVATION_DAYS: u32 = 90;

/// An agent takes the case, may put it back, may ask the driver to complete it.
pub const EXAMINATION: &[Row] = &[
    Row::new(&[Stage::Submitted], Action::Take, Agent, Stage::InReview).then(&[Effect::Assign]),
    Row::new(&[Stage::InReview], Action::Reassign, Supervisor, Stage::InReview).then(&[Effect::Assign]),
    Row::new(&[Stage::InReview], Action::Release, Agent, Stage::Submitted)
        .guarded(&[Guard::Assignee])
        .then(&[Effect::Unassign]),
    Row::new(
        &[Stage::InReview],
        Action::RequestInformation,
        Agent,
        Stage::InformationRequested,
    )
    .guarded(&[Guard::Assignee, Guard::ItemsNamed])
    .then(&[Effect::RecordItems, Effect::Tell(Notice::InformationRequested)]),
    Row::new(
        &[Stage::InformationRequested],
        Action::Respond,
        Driver,
        Stage::Submitted,
    )
    .guarded(&[Guard::ItemsAddressed, Guard::DocumentsClean])
    .then(&[Effect::SettleItems, Effect::Unassign, Effect::PrintSummary]),
];

/// The card is posted, and arrives.
pub const DELIVERY: &[Row] = &[ship(&[Stage::InProduction]), finish()];

/// The card that came back is posted again, and arrives.
pub const REDELIVERY: &[Row] = &[ship(&[Stage::ReadyToShip]), finish()];

const fn ship(from: &'static [Stage]) -> Row {
    Row::new(from, Action::Ship, Production, Stage::Shipped)
        .guarded(&[Guard::TrackingNumber])
        .then(&[Effect::Tell(Notice::CardShipped)])
}

const fn finish() -> Row {
    Row::new(&[Stage::Shipped], Action::Finish, System, Stage::Completed)
        .guarded(&[Guard::CardArrivedOrEnded])
        .after_days(ACTIVATION_DAYS)
}

/// A loss or theft that is declared and not paid: taken back when the card was found, left unpaid for too long, or
/// without object once the card came back or ended.
pub const UNPAID: &[Row] = &[
    Row::new(&[Stage::AwaitingPayment], Action::Withdraw, Driver, Stage::Cancelled)
        .then(&[Effect::RestoreCard, Effect::CancelPayments]),
    Row::new(&[Stage::AwaitingPayment], Action::Lapse, System, Stage::Expired)
        .then(&[
            Effect::RestoreCard,
            Effect::CancelPayments,
            Effect::Tell(Notice::CaseExpired),
        ])
        .after_days(PAYMENT_DAYS),
    Row::new(&[Stage::AwaitingPayment], Action::CardGone, System, Stage::Cancelled)
        .then(&[Effect::CancelPayments, Effect::Tell(Notice::CaseCancelled)]),
];

/// A draft about a card, which needs nothing but that card: given up, left untouched, or without object.
pub const DRAFT_ABOUT_CARD: &[Row] = &[
    cancel_draft(&[Effect::Erase]),
    lapse_draft(&[Effect::Erase]),
    Row::new(&[Stage::Draft], Action::CardGone, System, Stage::Cancelled)
        .then(&[Effect::Erase, Effect::Tell(Notice::CaseCancelled)]),
];

/// What was paid for is refused by the agent who took it.
pub const fn reject_paid(effects: &'static [Effect]) -> Row {
    Row::new(&[Stage::InReview], Action::Reject, Agent, Stage::Rejected)
        .guarded(&[Guard::Assignee, Guard::ReasonGiven])
        .then(effects)
}

/// A draft given up by its driver.
pub const fn cancel_draft(effects: &'static [Effect]) -> Row {
    Row::new(&[Stage::Draft], Action::Cancel, Driver, Stage::Cancelled).then(effects)
}

/// A draft left untouched.
pub const fn lapse_draft(effects: &'static [Effect]) -> Row {
    Row::new(&[Stage::Draft], Action::Lapse, System, Stage::Expired)
        .then(effects)
        .after_days(DRAFT_DAYS)
}

/// An information request left unanswered.
pub const fn lapse_answer(effects: &'static [Effect]) -> Row {
    Row::new(&[Stage::InformationRequested], Action::Lapse, System, Stage::Expired)
        .then(effects)
        .after_days(ANSWER_DAYS)
}
