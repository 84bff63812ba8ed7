//! The undelivered case: the post returned a card, and its driver says where to send it (guide: «La carte est revenue
//! en Pli Non Distribué»). The back office opens it.

use super::parts::REDELIVERY;
use super::{Action, Effect, Guard, Row, Sheet, Stage};
use crate::actor::Role::{Agent, Driver, Payment, System};
use crate::notification::NotificationKind as Notice;
use crate::rules::fees::FeeKind;

/// Days after which a card that nobody wants to have sent again is destroyed.
const ADDRESS_DAYS: u32 = 90;

/// Where the driver may still choose: a changed address may be taken back until it is paid for.
const CHOOSING: &[Stage] = &[Stage::AwaitingAddress, Stage::AwaitingPayment];

const RETURN: &[Row] = &[Row::new(&[], Action::RecordReturn, Agent, Stage::AwaitingAddress)
    .guarded(&[Guard::NoneInTheWay, Guard::CardHeld])
    .then(&[Effect::TakeBackCard, Effect::Tell(Notice::CardUndelivered)])];

const CHOICE: &[Row] = &[
    Row::new(CHOOSING, Action::ConfirmAddress, Driver, Stage::ReadyToShip)
        .then(&[Effect::CancelPayments, Effect::OrderReshipment]),
    Row::new(CHOOSING, Action::ChangeAddress, Driver, Stage::AwaitingPayment)
        .guarded(&[Guard::AddressDiffers])
        .then(&[Effect::FixAmount(FeeKind::Reshipping)]),
    Row::new(&[Stage::AwaitingPayment], Action::Pay, Payment, Stage::ReadyToShip).then(&[
        Effect::OrderReshipment,
        Effect::IssueInvoice,
        Effect::Tell(Notice::PaymentReceived),
    ]),
    // The driver has activated a newer card: this one is sent nowhere any more.
    Row::new(CHOOSING, Action::CardGone, System, Stage::Cancelled)
        .then(&[Effect::CancelPayments, Effect::Tell(Notice::CaseCancelled)]),
    Row::new(CHOOSING, Action::Lapse, System, Stage::Expired)
        .then(&[
            Effect::DestroyCard,
            Effect::CancelPayments,
            Effect::Tell(Notice::CaseExpired),
        ])
        .after_days(ADDRESS_DAYS),
];

/// The post returned a card: its driver confirms the address, or changes it and pays for the next letter.
pub const SHEET: Sheet = Sheet {
    table: &[RETURN, CHOICE, REDELIVERY],
    steps: &[],
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
