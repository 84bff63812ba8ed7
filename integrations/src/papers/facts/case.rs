//! Papers about a case: its summary, and the coupon that travels back with a faulty card.

use super::{
    Address, Addressee, BillingAddress, Defect, Deserialize, DocumentType, Holder, Kind, Language, NaiveDate, Sector,
    Sender, Serialize, Stage,
};

/// A case, as its driver validates it and views it later. It serves every kind: what a kind does not have stays empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The language it is written in.
    pub language: Language,
    /// Whether it proves nothing: in the sandbox.
    pub specimen: bool,
    /// Who it comes from.
    pub sender: Sender,
    /// Whose case it is.
    pub addressee: Addressee,
    /// The case's reference.
    pub reference: String,
    /// What it is about.
    pub kind: Kind,
    /// Where it is.
    pub stage: Stage,
    /// The day of the facts: the paper's own date.
    pub as_of: NaiveDate,
    /// The day it was opened.
    pub opened_on: NaiveDate,
    /// The day it was sent; none for a draft.
    pub submitted_on: Option<NaiveDate>,
    /// What the card is for.
    pub sectors: Vec<Sector>,
    /// Who the card is for.
    pub holder: Option<Holder>,
    /// The number of the card that the case is about.
    pub card_number: Option<String>,
    /// Where the card goes.
    pub delivery_address: Option<Address>,
    /// Where the invoice goes.
    pub billing_address: Option<BillingAddress>,
    /// What was uploaded.
    pub documents: Vec<SubmittedDocument>,
    /// What the driver declared about a card lost, stolen or faulty.
    pub declaration: Option<Declaration>,
    /// What is wrong with a faulty card.
    pub defects: Vec<DeclaredDefect>,
    /// What is to be paid or was paid, VAT included, in minor units of EUR.
    pub amount: Option<i64>,
    /// The shipment's number.
    pub tracking_number: Option<String>,
    /// The stages it has passed, oldest first.
    pub history: Vec<Passed>,
}

/// A document of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmittedDocument {
    /// What it is.
    pub document_type: DocumentType,
    /// The day it was uploaded.
    pub added_on: NaiveDate,
}

/// What a driver declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// The day of the loss or of the theft.
    pub lost_on: Option<NaiveDate>,
    /// How it happened, in the driver's words.
    pub circumstances: Option<String>,
    /// Whether they will give the card back should they find it.
    pub return_commitment: bool,
}

/// Something wrong with a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredDefect {
    /// What.
    pub defect: Defect,
    /// In the driver's words.
    pub comment: Option<String>,
}

/// A stage that a case has passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passed {
    /// The stage.
    pub stage: Stage,
    /// The day it was reached.
    pub on: NaiveDate,
}

/// What travels back with a faulty card. Folded, it shows the return address in the envelope's window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnCoupon {
    /// The language it is written in.
    pub language: Language,
    /// Whether it proves nothing: in the sandbox.
    pub specimen: bool,
    /// Who it comes from, and who receives the card.
    pub sender: Sender,
    /// Where the card is sent.
    pub return_address: Address,
    /// Who sends the card back.
    pub addressee: Addressee,
    /// The case's reference, also as a barcode: printable ASCII.
    pub reference: String,
    /// The number of the faulty card.
    pub card_number: String,
    /// The day it was made.
    pub issued_on: NaiveDate,
    /// The day by which the card is awaited.
    pub send_before: NaiveDate,
    /// What is wrong with the card.
    pub defects: Vec<DeclaredDefect>,
}
