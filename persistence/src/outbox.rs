//! The outbox: what a transaction decided that must happen outside of the hub. Written in that transaction, so that
//! nothing is sent for what was rolled back and nothing decided is left unsent; carried out by the dispatcher, at
//! least once, under the row's own id.
//!
//! Rows hold ids and object keys, never bytes or secrets. Leases, pauses and retries go by the database's time, which
//! every process shares; what people read (`created_at`, `settled_at`, `failed_at`) goes by the business clock.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::{exists, not};
use domain::ids::{AccountId, MessageId};
use domain::link::LinkPurpose;
use domain::words::Word;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::dialect::prelude::*;
use crate::dialect::{self, AnyId, At, Stored};
use crate::each;
use crate::error::{Error, Result};
use crate::schema::outbox;
use crate::store::{Db, Tx};
use crate::traces::Traceparent;

mod fates;
mod kind;
mod requeue;

pub(crate) use fates::oldest;
pub use fates::{Backlog, Fate, backlog, find, list};
pub use kind::{Kind, Lane};
pub use requeue::{GivenUp, Requeued, requeue, requeue_many};

/// A message is given up once it was attempted so many times, unless its kind never is (see [`Kind::is_given_up`]).
pub const MOST_ATTEMPTS: i32 = 12;

/// A row, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub struct MessageRecord {
    /// Its id, ordered by time: what makes a repeated delivery recognisable.
    pub id: MessageId,
    /// What is to be done: a [`Kind`]'s name.
    pub kind: String,
    /// Messages of one key go out one after the other.
    pub ordering_key: Option<Uuid>,
    /// Whose data it carries or leads to.
    pub account_id: Option<AccountId>,
    /// What its kind needs to know.
    pub payload: Stored<Value>,
    /// When it was decided.
    pub created_at: DateTime<Utc>,
    /// From when it may be attempted, by the database's time.
    pub available_at: DateTime<Utc>,
    /// How many times it was attempted.
    pub attempts: i32,
    /// Until when nobody else touches it, by the database's time.
    pub lease_until: Option<DateTime<Utc>>,
    /// Who holds the lease.
    pub claim_token: Option<Uuid>,
    /// When it was done.
    pub settled_at: Option<DateTime<Utc>>,
    /// When it was given up.
    pub failed_at: Option<DateTime<Utc>>,
    /// What the last attempt came to grief on.
    pub last_error: Option<String>,
    /// The span that decided it, where there are traces.
    pub traceparent: Option<String>,
}

/// A message that this process has claimed.
#[derive(Debug, Clone, PartialEq)]
pub struct Claimed {
    /// Its id.
    pub id: MessageId,
    /// What is to be done.
    pub kind: Kind,
    /// What its kind needs to know.
    pub payload: Value,
    /// Which attempt this is, from 1.
    pub attempt: i32,
    /// What shows that the claim still holds.
    pub claim: Uuid,
    /// The span that decided it, where there are traces.
    pub traceparent: Option<Traceparent>,
}

/// Takes back the mails of an account, not yet sent, that carry a link about its email: the account has moved on.
pub(crate) fn drop_waiting_links(tx: &mut Tx<'_>, account_id: AccountId) -> Result<()> {
    let waiting: Vec<(MessageId, Stored<Value>)> = outbox::table
        .filter(outbox::account_id.eq(Some(account_id)))
        .filter(outbox::kind.eq(Kind::Email.name()))
        .filter(outbox::settled_at.is_null())
        .select((outbox::id, outbox::payload))
        .load(tx.conn)?;
    let about_email = [LinkPurpose::ChangeEmail, LinkPurpose::KeepEmail].map(Word::name);
    for (id, payload) in waiting {
        let link = payload.0.pointer("/about/link").and_then(Value::as_str);
        if link.is_some_and(|link| about_email.contains(&link)) {
            diesel::delete(outbox::table.find(id)).execute(tx.conn)?;
        }
    }
    Ok(())
}

/// Puts a message into the outbox. It leaves after the commit.
///
/// Messages with the same ordering key leave one after the other, in the order in which they were put. Text messages
/// keep no order: a gateway that is down must not hold back the mails of a case.
pub fn enqueue(
    tx: &mut Tx<'_>,
    kind: Kind,
    ordering_key: Option<Uuid>,
    account_id: Option<AccountId>,
    payload: &impl Serialize,
) -> Result<()> {
    let payload = serde_json::to_value(payload).map_err(|error| Error::Corrupt(error.to_string()))?;
    let row = NewRow {
        id: tx.id(),
        kind: kind.name(),
        ordering_key: ordering_key.filter(|_| kind != Kind::Sms).map(AnyId),
        account_id,
        payload: Stored(payload),
        created_at: At(tx.now()),
        attempts: 0,
        traceparent: tx.author().traceparent.map(|span| span.to_string()),
    };
    let available_at = outbox::available_at.eq(tx.database_time());
    each!(tx.conn, c => diesel::insert_into(outbox::table).values((row, available_at)).execute(c))?;
    tx.will_leave(kind.lane());
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = outbox)]
#[diesel(treat_none_as_default_value = false)]
struct NewRow {
    id: MessageId,
    kind: &'static str,
    ordering_key: Option<AnyId>,
    account_id: Option<AccountId>,
    payload: Stored<Value>,
    created_at: At,
    attempts: i32,
    traceparent: Option<String>,
}

/// The messages of a lane that can be attempted at `now`: not done, not given up, not pausing, not leased, and first of
/// their key.
///
/// The offset passes over nothing. It keeps PostgreSQL from joining all that wait with all that wait, which it takes for
/// cheap where its statistics are from a time when nothing did.
macro_rules! due {
    ($lane:expr, $kinds:expr, $now:expr) => {{
        let earlier = diesel::alias!(outbox as earlier);
        let (lane, kinds, now) = ($lane, $kinds, $now);
        outbox::table
            .filter(outbox::settled_at.is_null())
            .filter(outbox::failed_at.is_null())
            .filter(outbox::lane.eq(lane.name()))
            .filter(outbox::kind.eq_any(names(kinds)))
            .filter(outbox::available_at.le(now))
            .filter(outbox::lease_until.is_null().or(outbox::lease_until.le(now.nullable())))
            .filter(not(exists(
                earlier
                    .filter(earlier.field(outbox::ordering_key).eq(outbox::ordering_key))
                    .filter(earlier.field(outbox::id).lt(outbox::id))
                    .filter(earlier.field(outbox::settled_at).is_null())
                    .filter(earlier.field(outbox::failed_at).is_null())
                    .offset(0),
            )))
    }};
}

/// The message, where its claim still holds.
macro_rules! still_claimed {
    ($message:expr) => {
        outbox::table
            .filter(outbox::id.eq($message.id))
            .filter(outbox::claim_token.eq(Some(AnyId($message.claim))))
    };
}

/// Whether there is anything of these kinds in a lane to be claimed.
pub fn is_due(db: &mut Db<'_>, lane: Lane, kinds: &[Kind]) -> Result<bool> {
    let now = db.database_time();
    let first: Option<MessageId> = due!(lane, kinds, now).select(outbox::id).first(db.conn).optional()?;
    Ok(first.is_some())
}

/// Claims up to `most` messages of these kinds in a lane for as long as `lease`, which counts as an attempt. Those whose last
/// attempt ended without a word (the process was killed) are given up here once they have had enough of them. What is
/// `in_hand` is left alone: whoever asks works on it, even where its lease could not be renewed.
pub fn claim(
    tx: &mut Tx<'_>,
    lane: Lane,
    kinds: &[Kind],
    in_hand: &[MessageId],
    most: i64,
    lease: TimeDelta,
) -> Result<Vec<Claimed>> {
    let now = tx.database_time();
    let records = loop {
        let due = dialect::skip_locked!(tx.conn, due!(lane, kinds, now)
            .filter(outbox::id.ne_all(in_hand))
            .order((outbox::available_at, outbox::id))
            .limit(most)
            .select(MessageRecord::columns()) => load::<MessageRecord>)?;
        let (silent, others): (Vec<_>, Vec<_>) = due.into_iter().partition(MessageRecord::has_had_enough);
        if silent.is_empty() {
            break others;
        }
        // What they held back may be due now.
        give_up_on(tx, &silent)?;
    };
    let claim: Uuid = tx.id();
    let ids: Vec<MessageId> = records.iter().map(|record| record.id).collect();
    diesel::update(outbox::table.filter(outbox::id.eq_any(ids)))
        .set((
            outbox::attempts.eq(outbox::attempts + 1),
            outbox::lease_until.eq(now.after(lease).nullable()),
            outbox::claim_token.eq(Some(AnyId(claim))),
        ))
        .execute(tx.conn)?;
    records.into_iter().map(|record| claimed(record, claim)).collect()
}

fn claimed(record: MessageRecord, claim: Uuid) -> Result<Claimed> {
    Ok(Claimed {
        id: record.id,
        kind: record.kind()?,
        payload: record.payload.0,
        attempt: record.attempts + 1,
        claim,
        traceparent: record.traceparent.as_deref().and_then(Traceparent::parse),
    })
}

impl MessageRecord {
    /// What is to be done.
    pub fn kind(&self) -> Result<Kind> {
        domain::words::parse(&self.kind).map_err(|error| Error::Corrupt(error.to_string()))
    }

    /// Whether it is not to be attempted again, whatever became of the last attempt.
    fn has_had_enough(&self) -> bool {
        self.attempts >= MOST_ATTEMPTS && self.kind().is_ok_and(Kind::is_given_up)
    }
}

fn names(kinds: &[Kind]) -> Vec<&'static str> {
    kinds.iter().map(|kind| kind.name()).collect()
}

/// Holds on to a claim for as long as `lease` from now. Says whether it still held.
pub fn renew(tx: &mut Tx<'_>, message: &Claimed, lease: TimeDelta) -> Result<bool> {
    let until = tx.database_time().after(lease);
    let renewed = diesel::update(still_claimed!(message))
        .set(outbox::lease_until.eq(until.nullable()))
        .execute(tx.conn)?;
    Ok(renewed == 1)
}

/// Ends every claim on messages of these kinds: whoever made it is gone. Only for a process that has the database to
/// itself, before it claims anything.
pub fn take_back(tx: &mut Tx<'_>, kinds: &[Kind]) -> Result<usize> {
    let now = tx.database_time();
    let claimed = outbox::table
        .filter(outbox::kind.eq_any(names(kinds)))
        .filter(outbox::lease_until.is_not_null())
        .filter(outbox::claim_token.is_not_null());
    let taken = diesel::update(claimed)
        .set((
            // Over, and not empty: a message that kills whoever takes it is known by its lease that ran out.
            outbox::lease_until.eq(now.nullable()),
            outbox::claim_token.eq(None::<AnyId>),
        ))
        .execute(tx.conn)?;
    Ok(taken)
}

/// Gives up messages whose last attempt ended without a word.
fn give_up_on(tx: &mut Tx<'_>, silent: &[MessageRecord]) -> Result<()> {
    let ids: Vec<MessageId> = silent.iter().map(|record| record.id).collect();
    diesel::update(outbox::table.filter(outbox::id.eq_any(ids)))
        .set((
            outbox::failed_at.eq(Some(At(tx.now()))),
            outbox::lease_until.eq(None::<At>),
            outbox::claim_token.eq(None::<AnyId>),
            outbox::last_error.eq(Some("the last attempt never came to an end")),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Settled,
    /// It is attempted again after a pause.
    Postponed {
        /// How long.
        pause: TimeDelta,
        /// Why.
        error: String,
    },
    /// It is given up; the next of its key goes on.
    Failed {
        /// Why.
        error: String,
    },
}

/// Records what became of an attempt, unless the claim was lost meanwhile. Says whether it still held: only then may
/// the transaction do more.
pub fn conclude(tx: &mut Tx<'_>, message: &Claimed, outcome: &Outcome) -> Result<bool> {
    let now = At(tx.now());
    let (settled_at, failed_at, last_error, pause) = match outcome {
        Outcome::Settled => (Some(now), None, None, TimeDelta::zero()),
        Outcome::Postponed { pause, error } => (None, None, Some(error.as_str()), *pause),
        Outcome::Failed { error } => (None, Some(now), Some(error.as_str()), TimeDelta::zero()),
    };
    let available_at = tx.database_time().after(pause);
    let concluded = diesel::update(still_claimed!(message))
        .set((
            outbox::settled_at.eq(settled_at),
            outbox::failed_at.eq(failed_at),
            outbox::last_error.eq(last_error),
            outbox::available_at.eq(available_at),
            outbox::lease_until.eq(None::<At>),
            outbox::claim_token.eq(None::<AnyId>),
        ))
        .execute(tx.conn)?;
    Ok(concluded == 1)
}

/// Changes what a message knows.
pub(crate) fn rewrite(tx: &mut Tx<'_>, id: MessageId, payload: &impl Serialize) -> Result<()> {
    let payload = serde_json::to_value(payload).map_err(|error| Error::Corrupt(error.to_string()))?;
    diesel::update(outbox::table.find(id))
        .set(outbox::payload.eq(Stored(payload)))
        .execute(tx.conn)?;
    Ok(())
}

/// Forgets mails that were given up before an instant of the business and belong to no account, whose erasure would take
/// them along: they may hold an address. Answers how many.
pub fn forget_given_up(tx: &mut Tx<'_>, before: DateTime<Utc>) -> Result<usize> {
    let old = outbox::table
        .filter(outbox::failed_at.lt(Some(At(before))))
        .filter(outbox::account_id.is_null())
        .filter(outbox::kind.eq(Kind::Email.name()));
    Ok(diesel::delete(old).execute(tx.conn)?)
}

/// Forgets messages that were done before an instant of the business. Answers how many.
pub fn forget_settled(tx: &mut Tx<'_>, before: DateTime<Utc>) -> Result<usize> {
    let old = outbox::table.filter(outbox::settled_at.lt(Some(At(before))));
    Ok(diesel::delete(old).execute(tx.conn)?)
}
