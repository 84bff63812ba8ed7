//! An outgoing message: what it is about and what became of it, never what it says.

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, MessageId};
use domain::lifecycle::Subject;
use domain::notification::NotificationKind;
use persistence::notify::Notification;
use persistence::outbox::{Fate, MessageRecord};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::Reply;

domain::words! {
    /// What became of an outgoing message so far.
    pub enum MessageStatus {
        /// Waiting: it is not sent yet, or is to be attempted again.
        Waiting => "waiting",
        /// Done: it was sent, and nothing is left to do.
        Settled => "settled",
        /// Given up after several attempts. An agent may put it back into the queue.
        Failed => "failed",
    }
}

impl From<MessageStatus> for Fate {
    fn from(status: MessageStatus) -> Self {
        match status {
            MessageStatus::Waiting => Self::Waiting,
            MessageStatus::Settled => Self::Settled,
            MessageStatus::Failed => Self::Failed,
        }
    }
}

impl From<Fate> for MessageStatus {
    fn from(fate: Fate) -> Self {
        match fate {
            Fate::Waiting => Self::Waiting,
            Fate::Settled => Self::Settled,
            Fate::Failed => Self::Failed,
        }
    }
}

/// Something that the hub has to do outside itself: send a mail or a text message, print a paper, delete a file, tell a
/// payment provider.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "kind": "email", "status": "failed", "notification": "card_shipped",
    "account_id": "01993d2e-5a11-7c11-9d5b-3f2a1b0c9d8e", "attempts": 12, "last_error": "the mail server does not answer",
    "created_at": "2026-11-22T09:30:00Z", "failed_at": "2026-11-23T08:00:00Z"
}))]
pub struct OutgoingMessage {
    /// Unique identifier of the outgoing message.
    pub id: MessageId,
    /// Kind of the outgoing message: `email`, `sms`, `paper` (a document to print), `delete_object` (a file to delete),
    /// `scan_document` (an upload to scan for viruses, which is never given up), `payment_event` (a provider's report to
    /// apply), `cancel_payment`, `refund_payment`, `account_export` (an archive to make for a
    /// driver), `webhook` (a partner's endpoint to tell of an event) or `webhook_replay` (deliveries to make again).
    pub kind: String,
    /// What became of the outgoing message so far.
    pub status: MessageStatus,
    /// The occasion on which the driver is written to. Left out where the message is not for a driver.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notification: Option<NotificationKind>,
    /// Identifier of the account of the driver who is written to. Left out where it is no driver's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
    /// Kind of the thing that the message is about. Left out where it is about none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
    /// Identifier of the thing that the message is about. Left out where it is about none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject_id: Option<Uuid>,
    /// How many times it was attempted since it was last put into the queue.
    pub attempts: i32,
    /// What the last attempt failed on, for agents. Left out where it did not fail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// When the message was put into the queue for the first time.
    pub created_at: DateTime<Utc>,
    /// When the message was sent. Left out until it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<DateTime<Utc>>,
    /// When the message was given up. Left out unless it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed_at: Option<DateTime<Utc>>,
}

impl OutgoingMessage {
    /// The message, as the back office sees it.
    pub fn of(record: MessageRecord) -> Self {
        let status = record.fate().into();
        let payload: Option<Notification> = serde_json::from_value(record.payload.0).ok();
        let subject = payload.as_ref().and_then(|payload| payload.about.subject);
        Self {
            id: record.id,
            kind: record.kind,
            status,
            notification: payload.as_ref().map(|payload| payload.notification),
            account_id: record.account_id,
            subject: subject.map(|(kind, _)| kind),
            subject_id: subject.map(|(_, id)| id),
            attempts: record.attempts,
            last_error: record.last_error,
            created_at: record.created_at,
            settled_at: record.settled_at,
            failed_at: record.failed_at,
        }
    }

    /// 200 with the message and its `ETag`: what happens to a message is that it is attempted.
    pub fn answer(&self) -> Reply {
        Reply::ok(self).version(self.attempts)
    }
}
