//! The cqc case: a first card, or its renewal (guide: «Faire sa demande»).

use super::parts::{DELIVERY, EXAMINATION, cancel_draft, lapse_answer, lapse_draft};
use super::{Action, Effect, Guard, Row, Sheet, Stage, StepName};
use crate::actor::Role::{Agent, Driver, System};
use crate::notification::NotificationKind as Notice;
use crate::rules::documents;

const DRAFT: &[Row] = &[
    Row::new(&[], Action::Open, Driver, Stage::Draft)
        .guarded(&[Guard::NoneInTheWay, Guard::EntitlementAvailable])
        .then(&[Effect::ReserveEntitlements]),
    Row::new(&[Stage::Draft], Action::Submit, Driver, Stage::Submitted)
        .guarded(&[
            Guard::StepsComplete,
            Guard::DocumentsClean,
            Guard::EntitlementHeld,
            Guard::LicenceInForce,
        ])
        .then(&[
            Effect::FixSectors,
            Effect::PrintSummary,
            Effect::Tell(Notice::CaseSubmitted),
        ]),
    cancel_draft(&[Effect::FreeEntitlements, Effect::Erase]),
    lapse_draft(&[Effect::FreeEntitlements, Effect::Erase]),
];

const DECISION: &[Row] = &[
    lapse_answer(&[
        Effect::FreeEntitlements,
        Effect::SettleItems,
        Effect::Unassign,
        Effect::Tell(Notice::CaseExpired),
    ]),
    Row::new(&[Stage::InReview], Action::Approve, Agent, Stage::InProduction)
        .guarded(&[
            Guard::Assignee,
            Guard::DocumentsClean,
            Guard::EntitlementHeld,
            Guard::LicenceInForce,
            Guard::PreviousExpiryAnswered,
            Guard::LicenceFree,
        ])
        .then(&[
            Effect::CopyIdentityToAccount,
            Effect::OrderCard,
            Effect::UseEntitlements,
            Effect::KeepPhotoAndSignature,
        ]),
    Row::new(&[Stage::InReview], Action::Reject, Agent, Stage::Rejected)
        .guarded(&[Guard::Assignee, Guard::ReasonGiven])
        .then(&[Effect::FreeEntitlements, Effect::Tell(Notice::CaseRejected)]),
    Row::new(
        &[Stage::Submitted, Stage::InReview, Stage::InformationRequested],
        Action::AttestationWithdrawn,
        System,
        Stage::Submitted,
    )
    // The driver hears of it from the attestation, once, whatever rested on it.
    .then(&[
        Effect::SettleItems,
        Effect::Unassign,
        Effect::FixSectors,
        Effect::WarnAgents,
    ]),
];

/// A driver asks for a card in every sector they have earned.
pub const SHEET: Sheet = Sheet {
    table: &[DRAFT, EXAMINATION, DECISION, DELIVERY],
    steps: &[StepName::Holder, StepName::Documents, StepName::DeliveryAddress],
    documents: documents::NEEDED_FOR_CQC,
};

#[cfg(test)]
mod tests {
    use super::SHEET;
    use crate::lifecycle;

    #[test]
    fn every_cell() {
        insta::assert_snapshot!(lifecycle::grid(SHEET.table));
    }

    #[test]
    fn drawn() {
        insta::assert_snapshot!(lifecycle::mermaid(SHEET.table));
    }
}
