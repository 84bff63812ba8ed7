//! What messages tell about payments and invoices.

use domain::ids::{CaseId, InvoiceId, PaymentId};
use domain::lifecycle::Subject;
use domain::notification::NotificationKind as Kind;
use domain::payment::Stage;
use domain::words::Word as _;
use persistence::cases::CaseRecord;
use persistence::invoices::InvoiceRecord;
use persistence::notify::Notification;
use persistence::payments::PaymentRecord;
use persistence::{Db, Result, cases, invoices, payments};

use super::facts::{case_of, case_record, lacks, subject};
use crate::messages::content::{Content, Invoice, Money};

/// What a message about money that moved tells.
pub(super) fn content(db: &mut Db<'_>, message: &Notification) -> Result<Content> {
    match message.notification {
        Kind::PaymentReceived => {
            let record = case_record(db, message)?;
            Ok(Content::PaymentReceived {
                case: case_of(&record),
                amount: due(message, &record)?,
            })
        }
        Kind::InvoiceIssued => issued(db, message),
        _ => refund(db, message),
    }
}

fn issued(db: &mut Db<'_>, message: &Notification) -> Result<Content> {
    let invoice = invoices::find(db, InvoiceId(subject(message, Subject::Invoice)?))?;
    let case = case_of(&cases::find(db, invoice.case_id)?);
    Ok(Content::InvoiceIssued {
        case,
        amount: total(&invoice),
        invoice: Invoice {
            id: invoice.id.into(),
            number: invoice.number,
            kind: invoice.kind,
        },
    })
}

fn refund(db: &mut Db<'_>, message: &Notification) -> Result<Content> {
    let payment = message.about.payment.ok_or_else(|| lacks(message, "a payment"))?;
    let payment = payments::find(db, PaymentId(payment))?;
    let case = case_of(&cases::find(db, payment.case_id)?);
    let amount = captured(&payment);
    Ok(match message.notification {
        Kind::RefundDue => Content::RefundDue { case, amount },
        Kind::RefundMade => Content::RefundMade { case, amount },
        _ => return Err(lacks(message, "anybody who knows what it tells")),
    })
}

/// What a case is to be paid, or was paid.
pub(super) fn due(message: &Notification, record: &CaseRecord) -> Result<Money> {
    let due = record.amount_due.as_ref().ok_or_else(|| lacks(message, "an amount"))?;
    Ok(Money {
        amount: due.total,
        currency: due.currency.name().to_owned(),
    })
}

/// What is given back of what paid a case that was refused afterwards.
pub(super) fn given_back(db: &mut Db<'_>, case_id: CaseId) -> Result<Option<Money>> {
    for payment in payments::of_case(db, case_id)? {
        let is_given_back = matches!(payment.stage, Stage::RefundDue | Stage::Refunded);
        if is_given_back && !invoices::of_payment(db, payment.id)?.is_empty() {
            return Ok(Some(captured(&payment)));
        }
    }
    Ok(None)
}

fn total(invoice: &InvoiceRecord) -> Money {
    Money {
        amount: invoice.total,
        currency: invoice.currency.name().to_owned(),
    }
}

/// What arrived, which is what is given back.
fn captured(payment: &PaymentRecord) -> Money {
    let currency = payment.captured_currency.as_deref();
    Money {
        amount: payment.captured_amount.unwrap_or(payment.amount),
        currency: currency.map_or_else(|| payment.currency.name().to_owned(), str::to_uppercase),
    }
}
