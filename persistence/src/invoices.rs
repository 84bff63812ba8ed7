//! Invoices and credit notes: one per successful payment, in its transaction; never changed, never deleted before ten
//! years are over.
//!
//! Numbers are consecutive: whoever issues locks the counter of the year, last of all locks, and takes the next number.
//! What is rolled back gives its number back with the counter.

use chrono::Datelike;
use domain::ids::{AccountId, CaseId, InvoiceId, PaymentId};
use domain::lifecycle::Subject;
use domain::paper::PaperKind;
use domain::rules::fees::Currency;
use domain::rules::invoices::{Buyer, InvoiceKind, Mentions, issued_at};
use domain::time::legal_date;
use serde_json::json;

use crate::cases::CaseRecord;
use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::error::{Error, Result};
use crate::payments::PaymentRecord;
use crate::schema::{invoice_counters, invoices};
use crate::store::{Db, Tx};
use crate::{audit, each, locked, papers};

/// An invoice or a credit note, as it was issued.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = invoices)]
#[diesel(treat_none_as_default_value = false)]
pub struct InvoiceRecord {
    /// Its id.
    pub id: InvoiceId,
    /// Which of the two.
    pub kind: InvoiceKind,
    /// Its number, `F2026-000001`.
    pub number: String,
    /// To whom.
    pub account_id: AccountId,
    /// For which case.
    pub case_id: CaseId,
    /// For which payment.
    pub payment_id: PaymentId,
    /// The invoice that a credit note cancels.
    pub cancels_id: Option<InvoiceId>,
    /// The total with VAT, in cents; positive on a credit note too.
    pub total: i64,
    /// In which currency.
    pub currency: Currency,
    /// Everything else that stands on it.
    pub mentions: Stored<Mentions>,
    /// When it was issued.
    pub issued_at: At,
}

/// Issues the invoice for what was due of a locked case, paid by a locked payment, and tells the driver.
pub(crate) fn issue(tx: &mut Tx<'_>, case: &CaseRecord, payment_id: PaymentId) -> Result<InvoiceRecord> {
    let due = case.amount_due.as_ref().map(|due| due.0);
    let billing = case.billing_address.as_ref().map(|billing| billing.0.clone());
    let billing = billing.or_else(|| case.delivery_address.as_ref().map(|address| address.0.clone().into()));
    let (Some(due), Some(holder), Some(billing)) = (due, case.holder(), billing) else {
        return Err(Error::Corrupt(format!(
            "case {} is paid without amount or buyer",
            case.id
        )));
    };
    let buyer = Buyer::of(&holder.identity, &billing);
    let seller = tx.policy().seller.clone();
    let mentions = Mentions::of(&due, seller, buyer, tx.today(), case.reference.clone());
    let new = NewInvoice {
        kind: InvoiceKind::Invoice,
        account_id: case.account_id,
        case_id: case.id,
        payment_id,
        cancels_id: None,
        mentions: match &case.delivery_address {
            Some(delivery) => mentions.going_to(&delivery.0),
            None => mentions,
        },
    };
    insert(tx, new)
}

/// Cancels the invoice of a locked payment by a credit note, and tells the driver.
pub(crate) fn credit(tx: &mut Tx<'_>, payment: &PaymentRecord) -> Result<InvoiceRecord> {
    let invoice = of_payment(tx, payment.id)?
        .into_iter()
        .find(|issued| issued.kind == InvoiceKind::Invoice)
        .ok_or_else(|| Error::Corrupt(format!("payment {} succeeded without an invoice", payment.id)))?;
    let new = NewInvoice {
        kind: InvoiceKind::CreditNote,
        account_id: invoice.account_id,
        case_id: invoice.case_id,
        payment_id: payment.id,
        cancels_id: Some(invoice.id),
        mentions: invoice.mentions.0.cancelling(&invoice.number),
    };
    insert(tx, new)
}

struct NewInvoice {
    kind: InvoiceKind,
    account_id: AccountId,
    case_id: CaseId,
    payment_id: PaymentId,
    cancels_id: Option<InvoiceId>,
    mentions: Mentions,
}

fn insert(tx: &mut Tx<'_>, new: NewInvoice) -> Result<InvoiceRecord> {
    let (number, issued_at) = next_number(tx, new.kind)?;
    let record = InvoiceRecord {
        id: InvoiceId(tx.id()),
        kind: new.kind,
        number,
        account_id: new.account_id,
        case_id: new.case_id,
        payment_id: new.payment_id,
        cancels_id: new.cancels_id,
        total: new.mentions.totals.total,
        currency: new.mentions.currency,
        mentions: Stored(new.mentions),
        issued_at,
    };
    diesel::insert_into(invoices::table).values(&record).execute(tx.conn)?;
    let details = json!({"number": record.number, "kind": record.kind});
    audit::record(tx, "issue", Subject::Invoice, Some(record.id.into()), Some(details))?;
    // The mail goes out once the original is made, with it; the duplicate stays to be downloaded.
    let (original, duplicate) = match record.kind {
        InvoiceKind::Invoice => (PaperKind::Invoice, PaperKind::InvoiceDuplicate),
        InvoiceKind::CreditNote => (PaperKind::CreditNote, PaperKind::CreditNoteDuplicate),
    };
    papers::order(tx, duplicate, record.id, record.account_id)?;
    papers::order(tx, original, record.id, record.account_id)?;
    Ok(record)
}

/// Takes the next number of the year, and the instant that goes with it: read after the counter is locked, so that
/// numbers and instants rise together.
fn next_number(tx: &mut Tx<'_>, kind: InvoiceKind) -> Result<(String, At)> {
    let now = tx.now();
    let year = legal_date(now).year();
    open_counter(tx, kind, year)?;
    let (serial, last) = locked!(tx.conn, invoice_counters::table
        .find((kind, year))
        .select((invoice_counters::last_serial, invoice_counters::last_issued_at)) => first::<(i32, Option<At>)>)?;
    let issued_at = At(issued_at(now, last.map(|last| *last)));
    diesel::update(invoice_counters::table.find((kind, year)))
        .set((
            invoice_counters::last_serial.eq(serial + 1),
            invoice_counters::last_issued_at.eq(Some(issued_at)),
        ))
        .execute(tx.conn)?;
    Ok((kind.number(year, serial + 1), issued_at))
}

fn open_counter(tx: &mut Tx<'_>, kind: InvoiceKind, year: i32) -> Result<()> {
    let row = (
        invoice_counters::kind.eq(kind),
        invoice_counters::year.eq(year),
        invoice_counters::last_serial.eq(0),
    );
    each!(tx.conn, c => diesel::insert_into(invoice_counters::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}

/// Any invoice or credit note.
pub fn find(db: &mut Db<'_>, id: InvoiceId) -> Result<InvoiceRecord> {
    Ok(invoices::table
        .find(id)
        .select(InvoiceRecord::columns())
        .first(db.conn)?)
}

/// A driver's own; somebody else's is not found.
pub fn of_account(db: &mut Db<'_>, account_id: AccountId, id: InvoiceId) -> Result<InvoiceRecord> {
    Ok(invoices::table
        .filter(invoices::id.eq(id))
        .filter(invoices::account_id.eq(account_id))
        .select(InvoiceRecord::columns())
        .first(db.conn)?)
}

/// A driver's invoices and credit notes, newest first, before `cursor`.
pub fn list(
    db: &mut Db<'_>,
    account_id: AccountId,
    cursor: Option<InvoiceId>,
    limit: i64,
) -> Result<Vec<InvoiceRecord>> {
    Ok(each!(db.conn, c => {
        let mut query = invoices::table
            .filter(invoices::account_id.eq(account_id))
            .order(invoices::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some(cursor) = cursor {
            query = query.filter(invoices::id.lt(cursor));
        }
        query.select(InvoiceRecord::columns()).load(c)
    })?)
}

/// What was issued for a payment: the invoice, then the credit note that cancels it.
pub fn of_payment(db: &mut Db<'_>, payment_id: PaymentId) -> Result<Vec<InvoiceRecord>> {
    Ok(invoices::table
        .filter(invoices::payment_id.eq(payment_id))
        .order(invoices::id)
        .select(InvoiceRecord::columns())
        .load(db.conn)?)
}

/// What was issued for a case, oldest first.
pub fn of_case(db: &mut Db<'_>, case_id: CaseId) -> Result<Vec<InvoiceRecord>> {
    Ok(invoices::table
        .filter(invoices::case_id.eq(case_id))
        .order(invoices::id)
        .select(InvoiceRecord::columns())
        .load(db.conn)?)
}
