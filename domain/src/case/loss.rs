//! The loss case: another card instead of the one that was lost, identical to it (guide: «Faire sa demande de
//! remplacement pour Perte»).

use super::parts::{DELIVERY, DRAFT_ABOUT_CARD, UNPAID};
use super::{Action, Effect, Guard, Row, Sheet, Stage, StepName};
use crate::actor::Role::{Driver, Payment};
use crate::card::RevocationReason;
use crate::notification::NotificationKind as Notice;
use crate::rules::fees::FeeKind;

const DRAFT: &[Row] = &[
    Row::new(&[], Action::Open, Driver, Stage::Draft).guarded(&[Guard::NoneInTheWay, Guard::CardReplaceable]),
    // Asked again: a draft waits for up to 90 days, in which a successor may have been ordered.
    Row::new(&[Stage::Draft], Action::Submit, Driver, Stage::AwaitingPayment)
        .guarded(&[Guard::StepsComplete, Guard::CardReplaceable])
        .then(&[
            Effect::SuspendCard,
            Effect::FixAmount(FeeKind::Replacement),
            Effect::PrintSummary,
        ]),
];

const PAID: &[Row] = &[
    Row::new(&[Stage::AwaitingPayment], Action::Pay, Payment, Stage::InProduction).then(&[
        Effect::RevokeCard(RevocationReason::Lost),
        Effect::OrderReplacement,
        Effect::IssueInvoice,
        Effect::Tell(Notice::PaymentReceived),
    ]),
];

/// A driver declares that a card is lost, and pays for another.
pub const SHEET: Sheet = Sheet {
    table: &[DRAFT, DRAFT_ABOUT_CARD, PAID, UNPAID, DELIVERY],
    steps: &[
        StepName::Declaration,
        StepName::DeliveryAddress,
        StepName::BillingAddress,
    ],
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
