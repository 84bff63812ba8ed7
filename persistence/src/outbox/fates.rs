//! Outgoing messages and their fate, for the back office and for metrics.

use chrono::{DateTime, Utc};
use domain::ids::MessageId;
use domain::words::Word;

use super::{Kind, MessageRecord};
use crate::dialect::prelude::*;
use crate::each;
use crate::error::Result;
use crate::schema::outbox;
use crate::store::Db;

/// What became of a message so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// Not done yet.
    Waiting,
    /// Done.
    Settled,
    /// Given up.
    Failed,
}

impl Word for Fate {
    const ALL: &'static [Self] = &[Self::Waiting, Self::Settled, Self::Failed];

    fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Settled => "settled",
            Self::Failed => "failed",
        }
    }
}

impl MessageRecord {
    /// What became of it so far.
    pub fn fate(&self) -> Fate {
        if self.settled_at.is_some() {
            Fate::Settled
        } else if self.failed_at.is_some() {
            Fate::Failed
        } else {
            Fate::Waiting
        }
    }
}

/// One message.
pub fn find(db: &mut Db<'_>, id: MessageId) -> Result<MessageRecord> {
    Ok(outbox::table.find(id).select(MessageRecord::columns()).first(db.conn)?)
}

/// Messages, newest first, before `cursor`.
pub fn list(db: &mut Db<'_>, fate: Option<Fate>, cursor: Option<MessageId>, limit: i64) -> Result<Vec<MessageRecord>> {
    Ok(each!(db.conn, c => {
        let mut query = outbox::table.order(outbox::id.desc()).limit(limit).into_boxed();
        query = match fate {
            None => query,
            Some(Fate::Settled) => query.filter(outbox::settled_at.is_not_null()),
            Some(Fate::Failed) => query.filter(outbox::failed_at.is_not_null()),
            Some(Fate::Waiting) => query
                .filter(outbox::settled_at.is_null())
                .filter(outbox::failed_at.is_null()),
        };
        if let Some(cursor) = cursor {
            query = query.filter(outbox::id.lt(cursor));
        }
        query.select(MessageRecord::columns()).load(c)
    })?)
}

/// How much lies in the outbox.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Messages not done yet.
    pub waiting: i64,
    /// Messages given up.
    pub failed: i64,
}

/// How much lies in the outbox: small numbers, unless something is wrong. What waits for a partner's endpoint is theirs to put
/// right, and counts for nothing here.
pub fn backlog(db: &mut Db<'_>) -> Result<Backlog> {
    let waiting = outbox::table
        .filter(outbox::kind.ne(Kind::Webhook.name()))
        .filter(outbox::settled_at.is_null())
        .filter(outbox::failed_at.is_null())
        .count()
        .get_result(db.conn)?;
    let failed = outbox::table
        .filter(outbox::failed_at.is_not_null())
        .count()
        .get_result(db.conn)?;
    Ok(Backlog { waiting, failed })
}

/// When the oldest message was put into the outbox that is not done yet, of those that do not wait for a partner's endpoint.
pub(crate) fn oldest(db: &mut Db<'_>) -> Result<Option<DateTime<Utc>>> {
    Ok(outbox::table
        .filter(outbox::kind.ne(Kind::Webhook.name()))
        .filter(outbox::settled_at.is_null())
        .filter(outbox::failed_at.is_null())
        .order(outbox::id)
        .select(outbox::created_at)
        .first(db.conn)
        .optional()?)
}
