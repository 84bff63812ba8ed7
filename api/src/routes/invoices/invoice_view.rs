//! An invoice or a credit note as its driver sees it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{CaseId, InvoiceId, PaymentId};
use domain::labels::Label;
use domain::people::{Address, Language};
use domain::rules::fees::FeeKind;
use domain::rules::invoices::{InvoiceKind, Line, Mentions};
use persistence::invoices::InvoiceRecord;
use serde::Serialize;
use utoipa::ToSchema;

use crate::routes::back_office::fees::fee_view::Money;

/// An invoice, or the credit note that cancels one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Invoice, example = json!({
    "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "kind": "invoice", "kind_label": "Facture", "number": "F2026-000001",
    "issued_at": "2026-11-22T09:30:00Z", "supplied_on": "2026-11-22", "case_id": "01993d2e-7b11-7f02-8a44-1c2d3e4f5a6b",
    "case_reference": "CQC-2026-7K3M9P", "payment_id": "01993d2f-0a1b-7c3d-8e4f-5a6b7c8d9e0f",
    "seller": {"name": "CQC Hub", "siren": "732829320", "vat_number": "FR44732829320",
               "address": {"line1": "1 place du Marché", "postal_code": "75001", "city": "Paris", "country": "FR"}},
    "buyer": {"name": "Camille Jeanne Martin",
              "address": {"line1": "12 rue de la République", "postal_code": "69001", "city": "Lyon", "country": "FR"}},
    "lines": [{"fee": "replacement", "label": "Remplacement d’une carte", "quantity": 1,
               "unit_price": {"amount": 2500, "currency": "EUR"}, "vat_percent": 20}],
    "net": {"amount": 2500, "currency": "EUR"}, "vat": {"amount": 500, "currency": "EUR"},
    "total": {"amount": 3000, "currency": "EUR"}
}))]
pub struct InvoiceView {
    /// Unique identifier of the invoice or credit note.
    pub id: InvoiceId,
    /// Kind of the document: an invoice or a credit note.
    pub kind: InvoiceKind,
    /// Label of `kind`, in the language of the request, to show to people.
    pub kind_label: &'static str,
    /// Number of the invoice or credit note: chronological and without gaps, by year.
    pub number: String,
    /// Number of the invoice that a credit note cancels. Left out of an invoice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancels: Option<String>,
    /// When the invoice or credit note was issued.
    pub issued_at: DateTime<Utc>,
    /// The day on which the service was supplied.
    pub supplied_on: NaiveDate,
    /// Identifier of the case that was paid for.
    pub case_id: CaseId,
    /// Reference of the case that was paid for.
    pub case_reference: String,
    /// Identifier of the payment that paid the invoice.
    pub payment_id: PaymentId,
    /// Who sells, as it stands on the invoice.
    pub seller: SellerView,
    /// Who buys, as it stands on the invoice.
    pub buyer: BuyerView,
    /// What was sold, one thing on each line.
    pub lines: Vec<LineView>,
    /// Sum of the lines, without VAT.
    pub net: Money,
    /// Sum of the VAT on the lines.
    pub vat: Money,
    /// Sum of the lines, VAT included: what was paid.
    pub total: Money,
}

/// Who sells, as it stands on an invoice.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Seller)]
pub struct SellerView {
    /// Registered name of the seller.
    pub name: String,
    /// Address of the seller's registered office.
    pub address: Address,
    /// SIREN of the seller: nine digits.
    pub siren: String,
    /// Number of the seller for VAT within the European Union.
    pub vat_number: String,
}

/// Who buys, as it stands on an invoice.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Buyer)]
pub struct BuyerView {
    /// First names and surname, or the name of the company that pays.
    pub name: String,
    /// Billing address of the buyer.
    pub address: Address,
    /// SIREN of the company that pays: nine digits. Left out where the driver pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub siren: Option<String>,
}

/// One thing sold, as it stands on an invoice.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvoiceLine)]
pub struct LineView {
    /// Kind of the fee: what is paid for.
    pub fee: FeeKind,
    /// Label of `fee`, in the language of the request, to show to people.
    pub label: &'static str,
    /// How many of it were sold.
    pub quantity: i64,
    /// The price of one, without VAT.
    pub unit_price: Money,
    /// The rate of VAT on the line, in percent.
    pub vat_percent: i64,
}

impl InvoiceView {
    /// The invoice, for a driver who reads a language.
    pub fn of(record: InvoiceRecord, language: Language) -> Self {
        let Mentions {
            seller,
            buyer,
            supplied_on,
            lines,
            totals,
            case_reference,
            cancels,
            ..
        } = record.mentions.0;
        Self {
            id: record.id,
            kind: record.kind,
            kind_label: record.kind.label(language),
            number: record.number,
            cancels,
            issued_at: *record.issued_at,
            supplied_on,
            case_id: record.case_id,
            case_reference,
            payment_id: record.payment_id,
            seller: SellerView {
                name: seller.name,
                address: seller.address,
                siren: seller.siren,
                vat_number: seller.vat_number,
            },
            buyer: BuyerView {
                name: buyer.name,
                address: buyer.address,
                siren: buyer.siren,
            },
            lines: lines.into_iter().map(|line| LineView::of(line, language)).collect(),
            net: Money::cents(totals.net),
            vat: Money::cents(totals.vat),
            total: Money::cents(totals.total),
        }
    }
}

impl LineView {
    fn of(line: Line, language: Language) -> Self {
        Self {
            fee: line.fee,
            label: line.fee.label(language),
            quantity: line.quantity,
            unit_price: Money::cents(line.unit_net),
            vat_percent: line.vat_percent,
        }
    }
}
