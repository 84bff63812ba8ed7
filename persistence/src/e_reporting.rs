//! What e-reporting adds up: what was issued, collected and refunded between two legal days.

use chrono::{DateTime, NaiveDate, Utc};
use domain::rules::e_reporting::{self, Entry, Key, Line};
use domain::rules::invoices::{InvoiceKind, Mentions};
use domain::time::{days_after, legal_date, start_of};

use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::error::Result;
use crate::schema::{invoices, payments};
use crate::store::Db;

/// The lines of a report from one legal day to another, both included.
pub fn lines(db: &mut Db<'_>, from: NaiveDate, to: NaiveDate) -> Result<Vec<Line>> {
    let (since, until) = (At(start_of(from)), At(start_of(days_after(to, 1))));
    let mut entries = issued(db, since, until)?;
    entries.extend(collected(db, since, until)?);
    entries.extend(refunded(db, since, until)?);
    Ok(e_reporting::lines(entries))
}

fn issued(db: &mut Db<'_>, since: At, until: At) -> Result<Vec<(Key, Entry)>> {
    let rows: Vec<(InvoiceKind, Stored<Mentions>, At)> = invoices::table
        .filter(invoices::issued_at.ge(since))
        .filter(invoices::issued_at.lt(until))
        .select((invoices::kind, invoices::mentions, invoices::issued_at))
        .load(db.conn)?;
    let entries = rows.iter();
    Ok(entries
        .filter_map(|(kind, mentions, at)| e_reporting::issued(*kind, &mentions.0, legal_date(**at)))
        .collect())
}

/// Money that came for nothing and went back has no invoice, and is no sale.
fn collected(db: &mut Db<'_>, since: At, until: At) -> Result<Vec<(Key, Entry)>> {
    let rows: Vec<(Stored<Mentions>, i64, Option<DateTime<Utc>>)> = invoices::table
        .inner_join(payments::table.on(invoices::payment_id.eq(payments::id)))
        .filter(invoices::kind.eq(InvoiceKind::Invoice))
        .filter(payments::captured_at.ge(since))
        .filter(payments::captured_at.lt(until))
        .select((invoices::mentions, payments::amount, payments::captured_at))
        .load(db.conn)?;
    Ok(paid(rows, Entry::Collected))
}

fn refunded(db: &mut Db<'_>, since: At, until: At) -> Result<Vec<(Key, Entry)>> {
    let rows: Vec<(Stored<Mentions>, i64, Option<DateTime<Utc>>)> = invoices::table
        .inner_join(payments::table.on(invoices::payment_id.eq(payments::id)))
        .filter(invoices::kind.eq(InvoiceKind::Invoice))
        .filter(payments::refunded_at.ge(since))
        .filter(payments::refunded_at.lt(until))
        .select((invoices::mentions, payments::amount, payments::refunded_at))
        .load(db.conn)?;
    Ok(paid(rows, Entry::Refunded))
}

fn paid(rows: Vec<(Stored<Mentions>, i64, Option<DateTime<Utc>>)>, entry: fn(i64) -> Entry) -> Vec<(Key, Entry)> {
    let rows = rows.into_iter();
    rows.filter_map(|(mentions, amount, at)| e_reporting::paid(&mentions.0, legal_date(at?), entry(amount)))
        .collect()
}
