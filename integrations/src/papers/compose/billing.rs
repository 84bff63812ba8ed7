//! Invoices and credit notes: originals, and the duplicates that their payer downloads. Everything on them was settled
//! on the day they were issued, their language excepted.

use domain::ids::InvoiceId;
use domain::labels::Label as _;
use domain::people::Language;
use domain::rules::invoices::{InvoiceKind as Issued, Line, Mentions};
use domain::time::legal_date;
use persistence::invoices::{self, InvoiceRecord};
use persistence::papers::PaperRecord;
use persistence::{Db, Result};

use super::{Composed, Issuer, Reader};
use crate::papers::{Addressee, Corrected, Invoice, InvoiceKind, InvoiceLine, Paper, Seller, Sender};

/// An invoice or a credit note, or its duplicate.
pub(super) fn invoice(
    db: &mut Db<'_>,
    issuer: &Issuer,
    paper: &PaperRecord,
    reader: &Reader,
    duplicate: bool,
) -> Result<Option<Composed>> {
    let record = invoices::of_account(db, paper.account_id, InvoiceId(paper.subject_id.0))?;
    let corrected = record.cancels_id.map(|id| invoices::find(db, id)).transpose()?;
    let which = record.number.clone();
    let invoice = printed(issuer, record, corrected, reader.language, duplicate);
    Ok(Some(Composed::plain(Paper::Invoice(invoice), which)))
}

fn printed(
    issuer: &Issuer,
    record: InvoiceRecord,
    corrected: Option<InvoiceRecord>,
    language: Language,
    duplicate: bool,
) -> Invoice {
    let mentions = record.mentions.0;
    let operations = mentions.categories();
    let operations = operations.iter().map(|one| one.label(language).to_owned()).collect();
    let (kind, settled_on) = match record.kind {
        // The day of supply is that of the payment; a refund is made later.
        Issued::Invoice => (InvoiceKind::Invoice, Some(mentions.supplied_on)),
        Issued::CreditNote => (InvoiceKind::CreditNote, None),
    };
    Invoice {
        language,
        specimen: issuer.specimen,
        kind,
        duplicate,
        seller: seller(issuer, &mentions),
        buyer: Addressee {
            surname: mentions.buyer.name,
            first_names: String::new(),
            address: mentions.buyer.address,
        },
        number: record.number,
        issued_on: legal_date(*record.issued_at),
        supplied_on: mentions.supplied_on,
        reference: mentions.case_reference,
        operations,
        delivered_to: mentions.delivered_to,
        lines: mentions.lines.iter().map(|line| printed_line(line, language)).collect(),
        net: mentions.totals.net,
        vat: mentions.totals.vat,
        gross: mentions.totals.total,
        settled_on,
        corrects: corrected.map(|invoice| Corrected {
            issued_on: legal_date(*invoice.issued_at),
            number: invoice.number,
        }),
    }
}

fn seller(issuer: &Issuer, mentions: &Mentions) -> Seller {
    Seller {
        sender: Sender {
            name: mentions.seller.name.clone(),
            address: mentions.seller.address.clone(),
            contact: issuer.sender.contact.clone(),
        },
        siren: mentions.seller.siren.clone(),
        vat_number: mentions.seller.vat_number.clone(),
    }
}

fn printed_line(line: &Line, language: Language) -> InvoiceLine {
    InvoiceLine {
        label: line.fee.label(language).to_owned(),
        quantity: u32::try_from(line.quantity).unwrap_or_default(),
        unit_price: line.unit_net,
        vat_percent: line.vat_percent,
        net: line.unit_net * line.quantity,
    }
}
