//! The quality case: a faulty card is sent back and analysed; whose error it is decides who pays for the next one
//! (guide: «Faire sa demande de remplacement pour Qualité»).

use super::parts::{DELIVERY, DRAFT_ABOUT_CARD, EXAMINATION, lapse_answer, reject_paid};
use super::{Action, Effect, Guard, Row, Sheet, Stage, StepName};
use crate::actor::Role::{Agent, Driver, Payment, System};
use crate::notification::NotificationKind as Notice;
use crate::rules::fees::FeeKind;

/// Days within which the faulty card is to arrive.
const RETURN_DAYS: u32 = 60;
/// Days within which a driver is to correct their error, and to pay.
const CORRECTION_DAYS: u32 = 60;

const DRAFT: &[Row] = &[
    Row::new(&[], Action::Open, Driver, Stage::Draft).guarded(&[Guard::NoneInTheWay, Guard::CardInUse]),
    Row::new(&[Stage::Draft], Action::Submit, Driver, Stage::AwaitingCardReturn)
        .guarded(&[Guard::StepsComplete])
        .then(&[Effect::PrintSummary, Effect::Tell(Notice::ReturnCoupon)]),
];

const RETURN: &[Row] = &[
    Row::new(
        &[Stage::AwaitingCardReturn],
        Action::ReceiveCard,
        Agent,
        Stage::UnderAnalysis,
    )
    .guarded(&[Guard::CardMatches])
    .then(&[Effect::ReturnCard]),
    Row::new(&[Stage::AwaitingCardReturn], Action::Withdraw, Driver, Stage::Cancelled),
    Row::new(&[Stage::AwaitingCardReturn], Action::Lapse, System, Stage::Expired)
        .then(&[Effect::Tell(Notice::CaseExpired)])
        .after_days(RETURN_DAYS),
    Row::new(&[Stage::AwaitingCardReturn], Action::CardGone, System, Stage::Cancelled)
        .then(&[Effect::Tell(Notice::CaseCancelled)]),
];

const ANALYSIS: &[Row] = &[
    Row::new(
        &[Stage::UnderAnalysis],
        Action::AttributeToIssuer,
        Agent,
        Stage::InProduction,
    )
    .then(&[Effect::OrderReplacement]),
    Row::new(
        &[Stage::UnderAnalysis],
        Action::AttributeToDriver,
        Agent,
        Stage::CorrectionRequested,
    )
    .guarded(&[Guard::ItemsNamed])
    .then(&[Effect::RecordItems, Effect::Tell(Notice::QualityAtYourCharge)]),
];

const CORRECTION: &[Row] = &[
    Row::new(
        &[Stage::CorrectionRequested],
        Action::Correct,
        Driver,
        Stage::AwaitingPayment,
    )
    .guarded(&[Guard::ItemsAddressed, Guard::DocumentsClean])
    .then(&[
        Effect::SettleItems,
        Effect::FixAmount(FeeKind::Replacement),
        Effect::PrintSummary,
    ]),
    Row::new(&[Stage::AwaitingPayment], Action::Pay, Payment, Stage::Submitted)
        .then(&[Effect::IssueInvoice, Effect::Tell(Notice::PaymentReceived)]),
    // The driver has activated a newer card, which says what this one said: there is nothing to replace any more.
    Row::new(
        &[Stage::UnderAnalysis, Stage::CorrectionRequested, Stage::AwaitingPayment],
        Action::CardGone,
        System,
        Stage::Cancelled,
    )
    .then(&[
        Effect::SettleItems,
        Effect::CancelPayments,
        Effect::Tell(Notice::CaseCancelled),
    ]),
    // The card stays with the issuer: a loss case can replace it.
    Row::new(
        &[Stage::CorrectionRequested, Stage::AwaitingPayment],
        Action::Lapse,
        System,
        Stage::Expired,
    )
    .then(&[
        Effect::SettleItems,
        Effect::CancelPayments,
        Effect::Tell(Notice::CaseExpired),
    ])
    .after_days(CORRECTION_DAYS),
];

const DECISION: &[Row] = &[
    Row::new(&[Stage::InReview], Action::Approve, Agent, Stage::InProduction)
        .guarded(&[Guard::Assignee, Guard::DocumentsClean, Guard::LicenceFree])
        .then(&[Effect::OrderReplacement, Effect::KeepPhotoAndSignature]),
    reject_paid(&[Effect::Refund, Effect::Tell(Notice::CaseRejected)]),
    lapse_answer(&[
        Effect::SettleItems,
        Effect::Unassign,
        Effect::Refund,
        Effect::Tell(Notice::CaseExpired),
    ]),
];

/// A driver declares what is wrong with a card, and sends it back.
pub const SHEET: Sheet = Sheet {
    table: &[
        DRAFT,
        DRAFT_ABOUT_CARD,
        RETURN,
        ANALYSIS,
        CORRECTION,
        EXAMINATION,
        DECISION,
        DELIVERY,
    ],
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
