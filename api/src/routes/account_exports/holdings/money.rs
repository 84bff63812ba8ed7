//! Payments and invoices.

use domain::ids::CaseId;
use domain::rules::fees::FeeKind;
use integrations::exports::{Cursor, Page, Subject};
use persistence::exports::held;
use persistence::payments::PaymentRecord;
use persistence::{Db, Result, invoices as kept};
use serde::Serialize;

use super::{AT_ONCE, Holdings, list, page};
use crate::routes::cases::payment_view::PaymentView;
use crate::routes::invoices::invoice_view::InvoiceView;

/// An attempt to pay, with the case that it paid for.
#[derive(Serialize)]
struct Paid {
    #[serde(flatten)]
    attempt: PaymentView,
    case_id: CaseId,
    fee: FeeKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider_reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_url: Option<String>,
}

pub(super) fn payments(_: &Holdings, db: &mut Db<'_>, subject: &Subject, _: Option<Cursor>) -> Result<Page> {
    let rows = held::payments(db, subject.account_id)?;
    list(rows.into_iter().map(|record| Paid {
        case_id: record.case_id,
        fee: record.fee,
        provider_reference: record.provider_reference.clone(),
        return_url: record.return_url.clone(),
        attempt: PaymentView::of(without_secret(record), subject.language),
    }))
}

/// How a payment that is pending goes on is no business of whoever finds the archive later.
fn without_secret(record: PaymentRecord) -> PaymentRecord {
    PaymentRecord {
        next_action: None,
        ..record
    }
}

pub(super) fn invoices(_: &Holdings, db: &mut Db<'_>, subject: &Subject, cursor: Option<Cursor>) -> Result<Page> {
    let after = cursor.map(|(id, _)| id.into());
    let rows = kept::list(db, subject.account_id, after, AT_ONCE)?;
    let last = rows.last().map(|record| record.id.into());
    let views = rows.into_iter().map(|record| InvoiceView::of(record, subject.language));
    page(views.collect(), last)
}
