//! Putting back what was given up: one message, or many once whatever they came to grief on is mended.

use chrono::{DateTime, Utc};
use domain::ids::MessageId;
use domain::words::Word as _;

use super::{Kind, Lane};
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::each;
use crate::error::{Error, Result};
use crate::schema::outbox;
use crate::store::Tx;

/// Puts a message that was given up back to be attempted afresh, at once.
pub fn requeue(tx: &mut Tx<'_>, id: MessageId) -> Result<()> {
    if put_back(tx, &[id])? == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// Which of the messages that were given up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GivenUp {
    /// Only those of this kind.
    pub kind: Option<Kind>,
    /// Only those given up at this instant of the business or later.
    pub since: Option<DateTime<Utc>>,
    /// Only those given up before this one.
    pub before: Option<DateTime<Utc>>,
}

/// What was put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requeued {
    /// How many messages.
    pub requeued: usize,
    /// Whether more of the same are still given up.
    pub more: bool,
}

/// Puts messages that were given up back to be attempted afresh, at once: the oldest first, and at most so many.
pub fn requeue_many(tx: &mut Tx<'_>, which: GivenUp, most: usize) -> Result<Requeued> {
    let mut ids: Vec<MessageId> = each!(tx.conn, c => {
        let mut query = outbox::table
            .filter(outbox::failed_at.is_not_null())
            .order(outbox::id)
            .limit(i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1))
            .select(outbox::id)
            .into_boxed();
        if let Some(kind) = which.kind {
            query = query.filter(outbox::kind.eq(kind.name()));
        }
        if let Some(since) = which.since {
            query = query.filter(outbox::failed_at.ge(Some(At(since))));
        }
        if let Some(before) = which.before {
            query = query.filter(outbox::failed_at.lt(Some(At(before))));
        }
        query.load(c)
    })?;
    let more = ids.len() > most;
    ids.truncate(most);
    let requeued = put_back(tx, &ids)?;
    Ok(Requeued { requeued, more })
}

fn put_back(tx: &mut Tx<'_>, ids: &[MessageId]) -> Result<usize> {
    let available_at = tx.database_time();
    let failed = outbox::table
        .filter(outbox::id.eq_any(ids))
        .filter(outbox::failed_at.is_not_null());
    let requeued = diesel::update(failed)
        .set((
            outbox::failed_at.eq(None::<At>),
            outbox::attempts.eq(0),
            outbox::available_at.eq(available_at),
        ))
        .execute(tx.conn)?;
    if requeued > 0 {
        for lane in Lane::ALL {
            tx.will_leave(*lane);
        }
    }
    Ok(requeued)
}
