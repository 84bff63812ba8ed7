//! Invoices and credit notes, with the mentions of CGI annexe II 242 nonies A.

use super::{Address, Addressee, Deserialize, Language, NaiveDate, Sender, Serialize};

/// An invoice or a credit note, or the duplicate of one. All amounts are positive, in minor units of EUR.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// The language it is written in.
    pub language: Language,
    /// Whether it proves nothing: in the sandbox.
    pub specimen: bool,
    /// Which of the two it is.
    pub kind: InvoiceKind,
    /// Whether it is the copy that can be downloaded, marked «DUPLICATA», and not the original.
    pub duplicate: bool,
    /// Who sells.
    pub seller: Seller,
    /// Who buys: the billing address.
    pub buyer: Addressee,
    /// Its number.
    pub number: String,
    /// Its date.
    pub issued_on: NaiveDate,
    /// The date of supply.
    pub supplied_on: NaiveDate,
    /// The case it was for.
    pub reference: String,
    /// The kinds of operations, in the paper's language. None on what was frozen before they were told.
    #[serde(default)]
    pub operations: Vec<String>,
    /// Where it goes, where that is not the buyer's address.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub delivered_to: Option<Address>,
    /// What was sold.
    pub lines: Vec<InvoiceLine>,
    /// The sum without VAT.
    pub net: i64,
    /// The VAT.
    pub vat: i64,
    /// The sum with VAT.
    pub gross: i64,
    /// The day it was paid, or refunded.
    pub settled_on: Option<NaiveDate>,
    /// The invoice that a credit note cancels.
    pub corrects: Option<Corrected>,
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    /// Facture.
    Invoice,
    /// Avoir.
    CreditNote,
}

/// Who sells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seller {
    /// Name, address, contact.
    pub sender: Sender,
    /// The company's number, 9 digits.
    pub siren: String,
    /// The number for VAT, as `FR32123456789`.
    pub vat_number: String,
}

/// A line of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    /// What, in the paper's language.
    pub label: String,
    /// How many.
    pub quantity: u32,
    /// The price of one without VAT.
    pub unit_price: i64,
    /// The rate of VAT, in percent.
    pub vat_percent: i64,
    /// The line's sum without VAT.
    pub net: i64,
}

/// The invoice that a credit note cancels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// Its number.
    pub number: String,
    /// Its date.
    pub issued_on: NaiveDate,
}
