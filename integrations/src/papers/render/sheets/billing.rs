//! Invoices and credit notes.

use serde_json::json;

use super::{Frame, Sheet, date, full_name, lines, money};
use crate::papers::{Invoice, InvoiceKind};

pub(super) fn invoice(facts: &Invoice) -> Sheet {
    let language = facts.language;
    let frame = Frame {
        language,
        specimen: facts.specimen,
        sender: &facts.seller.sender,
        window: (&full_name(&facts.buyer), &facts.buyer.address),
        reference: &facts.number,
        day: facts.issued_on,
    };
    let sold: Vec<_> = facts
        .lines
        .iter()
        .map(|line| {
            json!({
                "label": line.label,
                "quantity": line.quantity,
                "unit_price": money(line.unit_price, language),
                "vat_percent": line.vat_percent,
                "net": money(line.net, language),
            })
        })
        .collect();
    let corrects = facts
        .corrects
        .as_ref()
        .map(|invoice| json!({"number": invoice.number, "date": date(invoice.issued_on, language)}));
    let own = json!({
        "is_credit_note": facts.kind == InvoiceKind::CreditNote,
        "duplicate": facts.duplicate,
        "siren": grouped(&facts.seller.siren),
        "vat_number": facts.seller.vat_number,
        "supplied_on": date(facts.supplied_on, language),
        "case_reference": facts.reference,
        "operations": facts.operations.join(", "),
        "delivered_to": facts.delivered_to.as_ref().map(|address| lines(address, None, language).join(", ")),
        "lines": sold,
        "net": money(facts.net, language),
        "vat": money(facts.vat, language),
        "gross": money(facts.gross, language),
        "settled_on": facts.settled_on.map(|day| date(day, language)),
        "corrects": corrects,
    });
    let copy = if facts.duplicate { "duplicate" } else { "original" };
    Sheet {
        template: "invoice.typ",
        ident: format!("{} {copy} {language}", facts.number),
        facts: frame.around(own),
        drawings: Vec::new(),
    }
}

/// A SIREN in groups of three, as it is written.
fn grouped(siren: &str) -> String {
    let digits: Vec<_> = siren.chars().filter(|letter| !letter.is_whitespace()).collect();
    let groups: Vec<String> = digits.chunks(3).map(|group| group.iter().collect()).collect();
    groups.join("\u{a0}")
}
