//! What the driver was told: notices, mails, text messages, one-time links.

use chrono::{DateTime, Utc};
use domain::link::LinkPurpose;
use integrations::exports::{Cursor, Page, Subject};
use persistence::exports::held;
use persistence::{Db, Error, Result, notify};
use serde::Serialize;

use super::{AT_ONCE, Holdings, list, page};
use crate::routes::back_office::messages::message_view::OutgoingMessage;
use crate::routes::notices::notice_view::NoticeView;

pub(super) fn notices(_: &Holdings, db: &mut Db<'_>, subject: &Subject, cursor: Option<Cursor>) -> Result<Page> {
    let after = cursor.map(|(id, _)| id.into());
    let rows = notify::notices(db, subject.account_id, None, after, AT_ONCE)?;
    let last = rows.last().map(|notice| notice.id.into());
    let views: std::result::Result<Vec<_>, _> = rows
        .iter()
        .map(|notice| NoticeView::of(notice, subject.language))
        .collect();
    let unwritten = |_| Error::Corrupt("a notice has no text".to_owned());
    page(views.map_err(unwritten)?, last)
}

pub(super) fn messages(_: &Holdings, db: &mut Db<'_>, subject: &Subject, cursor: Option<Cursor>) -> Result<Page> {
    let after = cursor.map(|(id, _)| id.into());
    let rows = held::messages(db, subject.account_id, after, AT_ONCE)?;
    let last = rows.last().map(|message| message.id.into());
    let views = rows.into_iter().map(|message| OutgoingMessage {
        // What a mail server said is for agents.
        last_error: None,
        ..OutgoingMessage::of(message)
    });
    page(views.collect(), last)
}

/// A one-time link that was sent. Its secret is not kept.
#[derive(Serialize)]
struct SentLink {
    purpose: LinkPurpose,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    used_at: Option<DateTime<Utc>>,
}

pub(super) fn links(_: &Holdings, db: &mut Db<'_>, subject: &Subject, _: Option<Cursor>) -> Result<Page> {
    let sent = held::links(db, subject.account_id)?;
    list(sent.into_iter().map(|link| SentLink {
        purpose: link.purpose,
        email: link.email,
        created_at: link.created_at,
        expires_at: link.expires_at,
        used_at: link.used_at,
    }))
}
