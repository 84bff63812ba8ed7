//! The cqc case: a first card, or its renewal [guide: «Faire sa demande»].

use super::parts::{DELIVERY, EXAMINATION, cancel_draft, lapse_answer, lapse_draft};
use super::{Action, Case, Effect, Guard, Row, Stage};
use crate::actor::Role::{Agent, Driver, System};
use crate::lifecycle::Table;
use crate::notification::NotificationKind as Notice;

const DRAFT: &[Row] = &[
    Row::new(&[], Action::Open, Driver, Stage::Draft)
        .guarded(&[Guard::EntitlementAvailable])
        .then(&[Effect::ReserveEntitlements]),
    Row::new(&[Stage::Draft], Action::Submit, Driver, Stage::Submitted)
        .guarded(&[Guard::StepsComplete, Guard::EntitlementHeld, Guard::LicenceFits])
        .then(&[Effect::FixSectors, Effect::Tell(Notice::CaseSubmitted)]),
    cancel_draft(&[Effect::FreeEntitlements, Effect::Erase]),
    lapse_draft(&[Effect::FreeEntitlements, Effect::Erase]),
];

const DECISION: &[Row] = &[
    lapse_answer(&[
        Effect::FreeEntitlements,
        Effect::Unassign,
        Effect::Tell(Notice::CaseExpired),
    ]),
    Row::new(&[Stage::InReview], Action::Approve, Agent, Stage::InProduction)
        .guarded(&[Guard::Assignee, Guard::EntitlementHeld])
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
    .then(&[
        Effect::Unassign,
        Effect::WarnAgents,
        Effect::Tell(Notice::AttestationWithdrawn),
    ]),
];

/// The table.
pub const TABLE: Table<Case> = &[DRAFT, EXAMINATION, DECISION, DELIVERY];

#[cfg(test)]
mod tests {
    use super::TABLE;
    use crate::lifecycle;

    #[test]
    fn every_cell() {
        insta::assert_snapshot!(lifecycle::grid(TABLE));
    }

    #[test]
    fn drawn() {
        insta::assert_snapshot!(lifecycle::mermaid(TABLE));
    }
}
