//! Parts that the tables of several kinds share.

use super::{Action, Effect, Guard, Row, Stage};
use crate::actor::Role::{Agent, Driver, Production, Supervisor, System};
use crate::notification::NotificationKind as Notice;

/// Days after which an untouched draft is erased.
const DRAFT_DAYS: u32 = 90;
/// Days after which an unanswered information request ends the case.
const ANSWER_DAYS: u32 = 60;
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
    .guarded(&[Guard::ItemsAddressed])
    .then(&[Effect::Unassign]),
];

/// The card is posted, and arrives.
pub const DELIVERY: &[Row] = &[
    Row::new(&[Stage::InProduction], Action::Ship, Production, Stage::Shipped)
        .guarded(&[Guard::TrackingNumber])
        .then(&[Effect::Tell(Notice::CardShipped)]),
    Row::new(&[Stage::Shipped], Action::Finish, System, Stage::Completed)
        .guarded(&[Guard::CardArrivedOrEnded])
        .after_days(ACTIVATION_DAYS),
];

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
