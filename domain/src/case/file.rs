//! What a case's guards and steps look at.

use chrono::NaiveDate;

use crate::card;
use crate::ids::{CaseId, StaffId};
use crate::lifecycle::Reason;
use crate::people::{Address, Holder};
use crate::rules::documents::{DocumentScan, DocumentType};
use crate::rules::eligibility::SectorEligibility;
use crate::sector::Sector;

use super::{Declaration, Item, Kind};

/// A document that was uploaded into the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UploadedDocument {
    /// What it shows.
    pub document_type: DocumentType,
    /// What the virus scanner says of it, if it was asked.
    pub scan: Option<DocumentScan>,
}

/// An entitlement that the case holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldEntitlement {
    /// Its sector.
    pub sector: Sector,
    /// Whether the driver trained in it; otherwise it came along with the other one.
    pub own: bool,
    /// Whether an agent has to say until when the qualification held that the training renews.
    pub awaits_answer: bool,
}

/// The card that a case is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectCard {
    /// Where it is.
    pub stage: card::Stage,
    /// Its number.
    pub number: String,
    /// The day of issue.
    pub issued_on: NaiveDate,
    /// Where it was sent.
    pub sent_to: Address,
    /// Whole days since it was last posted; none where it never was.
    pub days_in_post: Option<i64>,
    /// Whether its last day is over.
    pub is_over: bool,
    /// Whether its driver has a newer card, whatever became of that one.
    pub has_successor: bool,
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
    /// To whom the invoice is to be made out.
    pub billing_address: Option<Address>,
    /// What the driver declared.
    pub declaration: Option<Declaration>,
    /// What was uploaded.
    pub documents: Vec<UploadedDocument>,
    /// The open information request's or correction's items.
    pub items: Vec<Item>,
    /// The entitlements held by the case.
    pub entitlements: Vec<HeldEntitlement>,
    /// The agent who took it.
    pub assignee: Option<StaffId>,
    /// The card it is about.
    pub card: Option<SubjectCard>,
    /// The stage of the card it makes or sends.
    pub produced_card: Option<card::Stage>,
    /// The legal date.
    pub today: NaiveDate,
}

impl File {
    /// The types of the documents of which the virus scanner says this, in the order in which they came.
    pub fn documents_found(&self, scan: DocumentScan) -> impl Iterator<Item = DocumentType> {
        let found = self
            .documents
            .iter()
            .filter(move |document| document.scan == Some(scan));
        found.map(|document| document.document_type)
    }

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
    /// The number of the card that arrived.
    pub card_number: Option<&'a str>,
    /// The address that the driver would rather have.
    pub address: Option<&'a Address>,
    /// No other driver uses the licence that is to be printed.
    pub licence_free: bool,
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
    /// The card that the case is about.
    pub card: Option<&'a SubjectCard>,
    /// What came with the action.
    pub given: Given<'a>,
}

impl<'a> Facts<'a> {
    /// For an action on an existing case.
    pub fn of(file: &'a File, given: Given<'a>) -> Self {
        Self {
            file: Some(file),
            eligibility: &[],
            in_the_way: None,
            card: file.card.as_ref(),
            given,
        }
    }

    /// For opening a case.
    pub fn opening(eligibility: &'a [SectorEligibility], in_the_way: Option<CaseId>) -> Self {
        Self {
            file: None,
            eligibility,
            in_the_way,
            card: None,
            given: Given::default(),
        }
    }

    /// For opening a case about a card.
    pub fn opening_about(card: &'a SubjectCard, in_the_way: Option<CaseId>) -> Self {
        Self {
            card: Some(card),
            ..Self::opening(&[], in_the_way)
        }
    }

    /// The file, where the guard needs one.
    pub(super) fn file(&self) -> Result<&'a File, Reason> {
        self.file.ok_or(Reason::WrongStage)
    }
}
