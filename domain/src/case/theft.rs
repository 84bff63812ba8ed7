//! The theft case: as a loss, but an agent checks the declaration made to the police before the card is made (guide:
//! «Faire sa demande de remplacement pour Vol»).

use super::parts::{DELIVERY, DRAFT_ABOUT_CARD, EXAMINATION, UNPAID, lapse_answer, reject_paid};
use super::{Action, Effect, Guard, Row, Sheet, Stage, StepName};
use crate::actor::Role::{Agent, Driver, Payment, System};
use crate::card::RevocationReason;
use crate::notification::NotificationKind as Notice;
use crate::rules::documents::DocumentType;
use crate::rules::fees::FeeKind;

const DRAFT: &[Row] = &[
    Row::new(&[], Action::Open, Driver, Stage::Draft).guarded(&[Guard::NoneInTheWay, Guard::CardReplaceable]),
    Row::new(&[Stage::Draft], Action::Submit, Driver, Stage::AwaitingPayment)
        .guarded(&[Guard::StepsComplete, Guard::DocumentsClean, Guard::CardReplaceable])
        .then(&[
            Effect::SuspendCard,
            Effect::FixAmount(FeeKind::Replacement),
            Effect::PrintSummary,
        ]),
];

const PAID: &[Row] = &[
    Row::new(&[Stage::AwaitingPayment], Action::Pay, Payment, Stage::Submitted)
        .then(&[Effect::IssueInvoice, Effect::Tell(Notice::PaymentReceived)]),
];

const DECISION: &[Row] = &[
    Row::new(&[Stage::InReview], Action::Approve, Agent, Stage::InProduction)
        .guarded(&[Guard::Assignee, Guard::DocumentsClean])
        .then(&[Effect::RevokeCard(RevocationReason::Stolen), Effect::OrderReplacement]),
    reject_paid(&[Effect::RestoreCard, Effect::Refund, Effect::Tell(Notice::CaseRejected)]),
    lapse_answer(&[
        Effect::RestoreCard,
        Effect::SettleItems,
        Effect::Unassign,
        Effect::Refund,
        Effect::Tell(Notice::CaseExpired),
    ]),
    Row::new(
        &[Stage::Submitted, Stage::InReview, Stage::InformationRequested],
        Action::CardGone,
        System,
        Stage::Rejected,
    )
    .then(&[
        Effect::SettleItems,
        Effect::Unassign,
        Effect::Refund,
        Effect::Tell(Notice::CaseCancelled),
    ]),
];

/// A driver declares that a card was stolen, pays for another, and gets it once the declaration was checked.
pub const SHEET: Sheet = Sheet {
    table: &[DRAFT, DRAFT_ABOUT_CARD, PAID, UNPAID, EXAMINATION, DECISION, DELIVERY],
    steps: &[
        StepName::Declaration,
        StepName::Documents,
        StepName::DeliveryAddress,
        StepName::BillingAddress,
    ],
    documents: &[DocumentType::TheftDeclaration],
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
