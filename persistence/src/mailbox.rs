//! The sandbox's mailbox: what would have been mailed and texted, for people and test suites to read.

use chrono::{DateTime, Utc};
use domain::ids::MessageId;
use domain::notification::{Channel, NotificationKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::dialect::prelude::*;
use crate::dialect::{AnyId, At, Stored};
use crate::each;
use crate::error::Result;
use crate::notify::Notification;
use crate::schema::{mailbox, outbox};
use crate::store::{Db, Tx};

/// A file that came with a mail. Its bytes lie in the object storage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAttachment {
    /// The name under which it was attached.
    pub name: String,
    /// What it is, as `Content-Type` says it.
    pub media_type: String,
    /// The key of its bytes.
    pub key: Uuid,
}

/// A mail or text message in the mailbox.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = mailbox)]
pub struct KeptMessage {
    /// Its id, ordered by time.
    pub id: Uuid,
    /// The row of the outbox that it was sent for.
    pub outbox_id: MessageId,
    /// A mail or a text message.
    pub channel: Channel,
    /// What it says, where a row of the outbox said so.
    pub kind: Option<NotificationKind>,
    /// The address or number it went to.
    pub recipient: String,
    /// A mail's subject.
    pub subject: Option<String>,
    /// What it says.
    pub text: String,
    /// A mail's HTML part.
    pub html: Option<String>,
    /// Its links: an array of `{rel, url, token}`.
    pub links: Stored<Value>,
    /// A mail's attachments.
    pub attachments: Stored<Vec<KeptAttachment>>,
    /// When it was decided, by the business clock.
    pub created_at: DateTime<Utc>,
}

/// A mail or text message to be kept.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// The row of the outbox that it is sent for.
    pub outbox_id: MessageId,
    /// A mail or a text message.
    pub channel: Channel,
    /// The address or number it goes to.
    pub recipient: String,
    /// A mail's subject.
    pub subject: Option<String>,
    /// What it says.
    pub text: String,
    /// A mail's HTML part.
    pub html: Option<String>,
    /// Its links: an array of `{rel, url, token}`.
    pub links: Value,
    /// A mail's attachments.
    pub attachments: Vec<KeptAttachment>,
}

/// Keeps a message. One that was sent before, for the same row of the outbox, stays as it is.
///
/// It bears the time at which it was decided: while the clock jumps, the dispatcher comes after it.
pub fn keep(tx: &mut Tx<'_>, message: NewMessage) -> Result<()> {
    let (kind, decided_at) = decided(tx, message.outbox_id)?.unzip();
    let row = Row {
        id: tx.id(),
        outbox_id: message.outbox_id,
        channel: message.channel,
        kind: kind.flatten(),
        recipient: message.recipient,
        subject: message.subject,
        text: message.text,
        html: message.html,
        links: Stored(message.links),
        attachments: Stored(message.attachments),
        created_at: decided_at.unwrap_or_else(|| At(tx.now())),
    };
    each!(tx.conn, c => diesel::insert_into(mailbox::table)
        .values(&row)
        .on_conflict(mailbox::outbox_id)
        .do_nothing()
        .execute(c))?;
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = mailbox)]
struct Row {
    id: AnyId,
    outbox_id: MessageId,
    channel: Channel,
    kind: Option<NotificationKind>,
    recipient: String,
    subject: Option<String>,
    text: String,
    html: Option<String>,
    links: Stored<Value>,
    attachments: Stored<Vec<KeptAttachment>>,
    created_at: At,
}

/// One message.
pub fn find(db: &mut Db<'_>, id: Uuid) -> Result<KeptMessage> {
    Ok(mailbox::table
        .find(AnyId(id))
        .select(KeptMessage::columns())
        .first(db.conn)?)
}

/// Messages, newest first, before `cursor`; those to one address or number only, if one is named.
pub fn list(db: &mut Db<'_>, to: Option<&str>, cursor: Option<Uuid>, limit: i64) -> Result<Vec<KeptMessage>> {
    Ok(each!(db.conn, c => {
        let mut query = mailbox::table.order(mailbox::id.desc()).limit(limit).into_boxed();
        if let Some(to) = to {
            query = query.filter(mailbox::recipient.eq(to.to_owned()));
        }
        if let Some(cursor) = cursor {
            query = query.filter(mailbox::id.lt(AnyId(cursor)));
        }
        query.select(KeptMessage::columns()).load(c)
    })?)
}

/// What the message that is sent for this row of the outbox is about, and when it was decided: kept with it, since the
/// outbox forgets. None where there is no such row.
fn decided(db: &mut Db<'_>, id: MessageId) -> Result<Option<(Option<NotificationKind>, At)>> {
    let row: Option<(Stored<Value>, At)> = outbox::table
        .find(id)
        .select((outbox::payload, outbox::created_at))
        .first(db.conn)
        .optional()?;
    Ok(row.map(|(payload, at)| {
        let said = serde_json::from_value::<Notification>(payload.0).ok();
        (said.map(|said| said.notification), at)
    }))
}
