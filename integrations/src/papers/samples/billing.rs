//! Invoices and credit notes.

use domain::labels::Label as _;
use domain::people::Language;
use domain::rules::fees::{FeeKind, VAT_PERCENT};

use super::super::facts::{Corrected, Invoice, InvoiceKind, InvoiceLine, Paper, Seller};
use super::people::{Person, day, sender};

pub(super) fn invoice(person: &Person, language: Language) -> Paper {
    Paper::Invoice(invoice_of(person, language))
}

pub(super) fn credit_note(person: &Person, language: Language) -> Paper {
    Paper::Invoice(Invoice {
        kind: InvoiceKind::CreditNote,
        number: "A2026-000001".to_owned(),
        issued_on: day(2026, 12, 3),
        settled_on: Some(day(2026, 12, 4)),
        corrects: Some(Corrected {
            number: "F2026-000042".to_owned(),
            issued_on: day(2026, 11, 24),
        }),
        ..invoice_of(person, language)
    })
}

/// One that a company pays.
pub(super) fn of_company(mut paper: Paper) -> Paper {
    if let Paper::Invoice(invoice) = &mut paper {
        "Transports Durand & Fils".clone_into(&mut invoice.buyer.surname);
        invoice.buyer.first_names = String::new();
        invoice.buyer_siren = Some("732829320".to_owned());
    }
    paper
}

/// The copy that can be downloaded.
pub(super) fn duplicate(mut paper: Paper) -> Paper {
    if let Paper::Invoice(invoice) = &mut paper {
        invoice.duplicate = true;
    }
    paper
}

fn invoice_of(person: &Person, language: Language) -> Invoice {
    Invoice {
        language,
        specimen: true,
        kind: InvoiceKind::Invoice,
        duplicate: false,
        seller: Seller {
            sender: sender(),
            siren: "352973622".to_owned(),
            vat_number: "FR50352973622".to_owned(),
        },
        buyer: person.addressee(),
        buyer_siren: None,
        number: "F2026-000042".to_owned(),
        issued_on: day(2026, 11, 24),
        supplied_on: day(2026, 11, 24),
        reference: "CQC-2026-7K3M9P".to_owned(),
        operations: vec![FeeKind::Replacement.category().label(language).to_owned()],
        delivered_to: None,
        lines: vec![InvoiceLine {
            label: FeeKind::Replacement.label(language).to_owned(),
            quantity: 1,
            unit_price: 2_500,
            vat_percent: VAT_PERCENT,
            net: 2_500,
        }],
        net: 2_500,
        vat: 500,
        gross: 3_000,
        settled_on: Some(day(2026, 11, 24)),
        corrects: None,
    }
}
