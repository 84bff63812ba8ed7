//! Why a decision is refused: what the hub's own lifecycles may answer, and what could be done instead.

use chrono::NaiveDate;

use super::Subject;
use crate::actor::Role;
use crate::card;
use crate::ids::{CaseId, ItemId};
use crate::rules::documents::DocumentType;
use crate::rules::eligibility::SectorEligibility;
use crate::sector::Sector;

/// Why something is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The table has no such row.
    #[error("not possible in this stage")]
    WrongStage,
    /// The table reserves the row for somebody else.
    #[error("reserved for: {0}")]
    WrongRole(Role),
    /// The case does not ask for this part, so it cannot be changed.
    #[error("not asked for")]
    NotAskedFor,
    /// Only the agent who took the case decides.
    #[error("the case is not assigned to this agent")]
    NotAssignee,
    /// Another case is open already, and must be posted or ended first.
    #[error("case {0} is open")]
    InTheWay(CaseId),
    /// No sector gives the right to a card; each says why.
    #[error("no entitlement is available")]
    NoEntitlement(Vec<SectorEligibility>),
    /// The entitlement was lost meanwhile.
    #[error("no entitlement is held any more")]
    EntitlementLost,
    /// Steps or documents are missing, by name.
    #[error("incomplete: {}", .0.join(", "))]
    Incomplete(Vec<String>),
    /// The virus scanner has not answered yet for these documents.
    #[error("documents are being scanned")]
    BeingScanned(Vec<DocumentType>),
    /// The licence has no category for these sectors.
    #[error("the licence has no category for the sector")]
    LicenceCategory(Vec<Sector>),
    /// The licence has ended, or its categories for these sectors have.
    #[error("the licence has expired")]
    LicenceExpired {
        /// The last day of the licence, where it is the licence that has ended.
        on: Option<NaiveDate>,
        /// The sectors concerned.
        sectors: Vec<Sector>,
    },
    /// Nobody knows yet until when the qualification held that an FCO renews in these sectors.
    #[error("the previous expiry is needed")]
    PreviousExpiryNeeded(Vec<Sector>),
    /// A decision that must name items names none.
    #[error("at least one item is needed")]
    NoItems,
    /// Items that were not answered.
    #[error("not every item is addressed")]
    ItemsLeft(Vec<ItemId>),
    /// A decision that must be explained is not.
    #[error("a reason is needed")]
    NoReason,
    /// Not all four consents were given.
    #[error("all four consents are needed")]
    ConsentMissing,
    /// The email belongs to another account.
    #[error("the email is in use")]
    EmailInUse,
    /// The licence belongs to another approved account.
    #[error("the licence is in use")]
    LicenceInUse,
    /// A case is still open, so the account cannot be closed.
    #[error("a case is open")]
    CaseOpen,
    /// The parcel has no tracking number.
    #[error("a tracking number is needed")]
    NoTrackingNumber,
    /// A newer card of the driver is active already.
    #[error("a newer card is active")]
    NewerCardActive,
    /// What would end has not ended yet.
    #[error("it is not over yet")]
    NotOver,
    /// The card the case is about is in a stage that does not allow it; in this one.
    #[error("the card is {0}")]
    CardStage(card::Stage),
    /// The card may well arrive yet: it was posted a short time ago.
    #[error("the card was posted a short time ago")]
    StillExpected,
    /// The driver has a newer card than the one the case is about.
    #[error("the card has a successor")]
    CardReplaced,
    /// It is not the card that the case is about.
    #[error("it is another card")]
    OtherCard,
    /// The address is the one from which the card came back.
    #[error("the address is the same")]
    SameAddress,
    /// The case awaits no payment.
    #[error("the case awaits no payment")]
    NothingToPay,
    /// What was paid is not what is due.
    #[error("another amount or currency than what is due")]
    OtherAmount,
}

/// A refusal: why, and what could be done instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{subject} {stage}: {action} refused: {reason}", stage = .stage.unwrap_or("(new)"))]
pub struct Refusal {
    /// Whose lifecycle refused.
    pub subject: Subject,
    /// The stage it is in; none before birth.
    pub stage: Option<&'static str>,
    /// What was asked.
    pub action: &'static str,
    /// Why it is refused.
    pub reason: Reason,
    /// What the same role could do in this stage.
    pub possible: Vec<&'static str>,
}

/// A decision is explained by more than blanks.
pub(crate) fn reason_given(reason: Option<&str>) -> Result<(), Reason> {
    reason
        .is_some_and(|reason| !reason.trim().is_empty())
        .then_some(())
        .ok_or(Reason::NoReason)
}

/// Every item is addressed; items that were never looked up count as left.
pub(crate) fn items_addressed(left: Option<&[ItemId]>) -> Result<(), Reason> {
    match left {
        Some([]) => Ok(()),
        Some(left) => Err(Reason::ItemsLeft(left.to_vec())),
        None => Err(Reason::ItemsLeft(Vec::new())),
    }
}
