//! Who may ask for a card, sector by sector, and if not, what is missing.

use serde::{Deserialize, Serialize};

use crate::entitlement::Stage;
use crate::sector::Sector;
use crate::words;

use super::hours::HOURS_REQUIRED;

words! {
    /// Why a driver cannot ask for a card in a sector.
    pub enum IneligibilityReason {
        /// No training of the driver's is recorded in this sector.
        NoneRecorded => "none_recorded",
        /// Sequences of an FCO were followed, and hours are missing to make a complete one.
        HoursMissing => "hours_missing",
        /// Two attestations overlap: an agent has to say which of them count.
        AwaitingAgent => "awaiting_agent",
        /// A case is already open on the right to a card.
        Reserved => "reserved",
        /// A card was already made of the right.
        AlreadyUsed => "already_used",
        /// The training centre withdrew the attestation.
        Withdrawn => "withdrawn",
        /// The five years of the qualification have ended.
        Over => "over",
    }
}

/// Whether a driver can ask for a card in a sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SectorEligibility {
    /// The sector: goods or passengers.
    pub sector: Sector,
    /// Whether a right to a card in this sector is available.
    pub available: bool,
    /// Why there is no such right. Left out where there is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<IneligibilityReason>,
    /// Hours of FCO sequences that count towards the next complete FCO.
    pub hours_done: u32,
    /// Hours that a complete FCO takes.
    pub hours_required: u32,
}

/// Judges one sector from the stages of its entitlements and the hours of its open sequences.
///
/// An entitlement in hand explains more than one that is gone: the order of the vocabulary, read from the most to the
/// least useful answer, decides which reason is told.
pub fn judge(sector: Sector, entitlements: &[Stage], hours_done: u32) -> SectorEligibility {
    let any = |stage| entitlements.contains(&stage);
    let available = any(Stage::Available);
    let reason = if available {
        None
    } else if any(Stage::Reserved) {
        Some(IneligibilityReason::Reserved)
    } else if hours_done > 0 {
        Some(IneligibilityReason::HoursMissing)
    } else if any(Stage::Used) {
        Some(IneligibilityReason::AlreadyUsed)
    } else if any(Stage::Lost) {
        Some(IneligibilityReason::Withdrawn)
    } else if any(Stage::Over) {
        Some(IneligibilityReason::Over)
    } else {
        Some(IneligibilityReason::NoneRecorded)
    };
    SectorEligibility {
        sector,
        available,
        reason,
        hours_done,
        hours_required: HOURS_REQUIRED,
    }
}

impl SectorEligibility {
    /// The judgement where an attestation in the sector waits for an agent, since it overlaps another one: that explains
    /// more than anything but a right in hand.
    #[must_use]
    pub fn awaiting_agent(self) -> Self {
        match self.reason {
            None | Some(IneligibilityReason::Reserved) => self,
            Some(_) => Self {
                reason: Some(IneligibilityReason::AwaitingAgent),
                ..self
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::nothing(&[], 0, Some(IneligibilityReason::NoneRecorded))]
    #[case::one_part(&[], 14, Some(IneligibilityReason::HoursMissing))]
    #[case::available(&[Stage::Used, Stage::Available], 0, None)]
    #[case::in_a_case(&[Stage::Reserved], 0, Some(IneligibilityReason::Reserved))]
    #[case::made_into_a_card(&[Stage::Over, Stage::Used], 0, Some(IneligibilityReason::AlreadyUsed))]
    #[case::towards_the_renewal(&[Stage::Used], 21, Some(IneligibilityReason::HoursMissing))]
    #[case::withdrawn(&[Stage::Lost], 0, Some(IneligibilityReason::Withdrawn))]
    #[case::long_ago(&[Stage::Over], 0, Some(IneligibilityReason::Over))]
    fn a_sector_says_why(
        #[case] entitlements: &[Stage],
        #[case] hours_done: u32,
        #[case] reason: Option<IneligibilityReason>,
    ) {
        let judged = judge(Sector::Goods, entitlements, hours_done);
        assert_eq!(judged.reason, reason);
        assert_eq!(judged.available, reason.is_none());
        assert_eq!(judged.hours_required, 35);
    }

    #[rstest]
    #[case::nothing_else(&[], Some(IneligibilityReason::AwaitingAgent))]
    #[case::an_old_card(&[Stage::Used], Some(IneligibilityReason::AwaitingAgent))]
    #[case::in_a_case(&[Stage::Reserved], Some(IneligibilityReason::Reserved))]
    #[case::available(&[Stage::Available], None)]
    fn an_overlap_explains_what_is_missing(
        #[case] entitlements: &[Stage],
        #[case] reason: Option<IneligibilityReason>,
    ) {
        let judged = judge(Sector::Goods, entitlements, 0).awaiting_agent();
        assert_eq!((judged.reason, judged.available), (reason, reason.is_none()));
    }
}
