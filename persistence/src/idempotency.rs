//! What was answered to requests that carried an `Idempotency-Key`, so that a repetition gets the same answer and has no
//! second effect. A record is written in the transaction of the action itself: there is none without its effect.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::each;
use crate::error::{Error, Result};
use crate::schema::idempotency_records as records;
use crate::store::{Db, Tx};

/// How long an answer is kept.
pub const KEPT_FOR: TimeDelta = TimeDelta::hours(24);

/// How long a repetition waits for the first request to end, on PostgreSQL. On SQLite writes run one after the other.
const TIMEOUT: TimeDelta = TimeDelta::seconds(2);

/// What makes two requests the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The hash of who asks, method, path and key.
    pub scope: Vec<u8>,
    /// The hash of the content.
    pub fingerprint: Vec<u8>,
}

/// An answer, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredResponse {
    /// The status.
    pub status: u16,
    /// The headers, in the caller's form.
    pub headers: Value,
    /// The body.
    pub body: Vec<u8>,
}

/// What is known of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Nothing: it runs now, and [`store`] keeps its answer.
    First,
    /// It ran before, and was answered this.
    Answered(StoredResponse),
    /// The key was used for another content.
    OtherContent,
}

#[derive(Insertable)]
#[diesel(table_name = records)]
struct NewRecord<'a> {
    scope: &'a [u8],
    fingerprint: &'a [u8],
    created_at: At,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = records)]
struct Record {
    fingerprint: Vec<u8>,
    status: Option<i32>,
    headers: Option<Stored<Value>>,
    body: Option<Vec<u8>>,
    created_at: DateTime<Utc>,
}

/// Looks a request up, and marks it as running where it is the first. While the first one still runs, this waits a
/// little, then refuses: [`Error::StillRunning`].
pub fn claim(tx: &mut Tx<'_>, request: &Request) -> Result<Known> {
    if mark(tx, request)? {
        return Ok(Known::First);
    }
    let record: Record = records::table
        .find(&request.scope)
        .select(Record::columns())
        .first(tx.conn)?;
    if record.created_at + KEPT_FOR <= tx.real_now() {
        diesel::delete(records::table.find(&request.scope)).execute(tx.conn)?;
        mark(tx, request)?;
        return Ok(Known::First);
    }
    judge(record, request)
}

/// Looks a request up without marking it: for what is not done in one transaction.
pub fn look_up(db: &mut Db<'_>, request: &Request) -> Result<Known> {
    let record: Option<Record> = records::table
        .find(&request.scope)
        .select(Record::columns())
        .first(db.conn)
        .optional()?;
    match record {
        Some(record) if record.created_at + KEPT_FOR > db.real_now() => judge(record, request),
        _ => Ok(Known::First),
    }
}

fn judge(record: Record, request: &Request) -> Result<Known> {
    if record.fingerprint != request.fingerprint {
        return Ok(Known::OtherContent);
    }
    match (record.status, record.headers, record.body) {
        (Some(status), Some(headers), Some(body)) => Ok(Known::Answered(StoredResponse {
            status: u16::try_from(status).map_err(|_| Error::Corrupt("an answer's status".to_owned()))?,
            headers: headers.0,
            body,
        })),
        _ => Err(Error::StillRunning),
    }
}

/// Keeps the answer of the request that this transaction carries out.
pub fn store(tx: &mut Tx<'_>, request: &Request, answer: &StoredResponse) -> Result<()> {
    diesel::update(records::table.find(&request.scope))
        .set((
            records::status.eq(Some(i32::from(answer.status))),
            records::headers.eq(Some(Stored(answer.headers.clone()))),
            records::body.eq(Some(&answer.body)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Forgets answers that are no longer kept.
pub fn forget_old(tx: &mut Tx<'_>) -> Result<usize> {
    let limit = tx.real_now() - KEPT_FOR;
    Ok(diesel::delete(records::table.filter(records::created_at.lt(At(limit)))).execute(tx.conn)?)
}

/// Writes the mark of a running request; false where there is a record already. On PostgreSQL the insert waits for a
/// transaction that holds the same mark.
fn mark(tx: &mut Tx<'_>, request: &Request) -> Result<bool> {
    let row = NewRecord {
        scope: &request.scope,
        fingerprint: &request.fingerprint,
        created_at: At(tx.real_now()),
    };
    tx.conn.wait_at_most(Some(TIMEOUT))?;
    let inserted = each!(tx.conn, c => diesel::insert_into(records::table)
        .values(&row)
        .on_conflict_do_nothing()
        .execute(c));
    let inserted = inserted.map_err(|error| match Error::from(error) {
        Error::Busy => Error::StillRunning,
        error => error,
    })?;
    tx.conn.wait_at_most(None)?;
    Ok(inserted == 1)
}
