//! What a case's guards and steps look at.

use crate::card;
use crate::ids::{CaseId, StaffId};
use crate::lifecycle::Reason;
use crate::people::{Address, Holder};
use crate::rules::documents::DocumentType;
use crate::rules::eligibility::SectorEligibility;
use crate::sector::Sector;

use super::{Item, Kind};

/// A document that was uploaded into the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UploadedDocument {
    /// What it shows.
    pub document_type: DocumentType,
}

/// An entitlement that the case holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldEntitlement {
    /// Its sector.
    pub sector: Sector,
}

/// A case as its rules see it.
#[derive(Debug, Clone)]
pub struct File {
    /// What it is about.
    pub kind: Kind,
    /// The person the card is for; none once erased.
    pub holder: Option<Holder>,
    /// Where the card is to be sent.
    pub delivery_address: Option<Address>,
    /// What was uploaded.
    pub documents: Vec<UploadedDocument>,
    /// The open information request's or correction's items.
    pub items: Vec<Item>,
    /// The entitlements held by the case.
    pub entitlements: Vec<HeldEntitlement>,
    /// The agent who took it.
    pub assignee: Option<StaffId>,
    /// The stage of the card it makes or sends.
    pub produced_card: Option<card::Stage>,
}

impl File {
    /// The sectors of the entitlements held, each once.
    pub fn sectors(&self) -> Vec<Sector> {
        let mut sectors: Vec<_> = self.entitlements.iter().map(|held| held.sector).collect();
        sectors.sort_unstable();
        sectors.dedup();
        sectors
    }
}

/// What came with the action.
#[derive(Debug, Clone, Copy, Default)]
pub struct Given<'a> {
    /// Why, in the decider's words.
    pub reason: Option<&'a str>,
    /// How many items are named.
    pub items: usize,
    /// The parcel's tracking number.
    pub tracking_number: Option<&'a str>,
    /// The agent who acts.
    pub agent: Option<StaffId>,
    /// The 90 days after posting are over.
    pub time_is_over: bool,
}

/// What the guards look at: the file (none before it is opened), what came with the action, the driver's rights.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The case.
    pub file: Option<&'a File>,
    /// Per sector, whether a card can be asked for, and if not, why.
    pub eligibility: &'a [SectorEligibility],
    /// A case that stands in the way of another one: the same driver's, or about the same card.
    pub in_the_way: Option<CaseId>,
    /// What came with the action.
    pub given: Given<'a>,
}

impl<'a> Facts<'a> {
    /// For an action on an existing case.
    pub const fn of(file: &'a File, given: Given<'a>) -> Self {
        Self {
            file: Some(file),
            eligibility: &[],
            in_the_way: None,
            given,
        }
    }

    /// For opening a case.
    pub fn opening(eligibility: &'a [SectorEligibility], in_the_way: Option<CaseId>) -> Self {
        Self {
            file: None,
            eligibility,
            in_the_way,
            given: Given::default(),
        }
    }

    /// The file, where the guard needs one.
    pub(super) fn file(&self) -> Result<&'a File, Reason> {
        self.file.ok_or(Reason::WrongStage)
    }
}
