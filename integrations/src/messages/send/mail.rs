//! How mails leave the hub. The sandbox keeps them ([`crate::messages::send::mailbox`]); SMTP ([`crate::messages::send::smtp`]) stands behind the
//! same port.

use crate::Failure;
use async_trait::async_trait;
use bytes::Bytes;
use domain::ids::MessageId;
use uuid::Uuid;

use crate::messages::render::Link;

/// A file that goes with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The name under which it is attached.
    pub name: String,
    /// What it is, as `Content-Type` says it.
    pub media_type: String,
    /// Its key in the object storage.
    pub key: Uuid,
    /// Its bytes.
    pub bytes: Bytes,
}

/// A mail, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    /// The outbox's id of it. `Message-ID` is made from this, so that a mail sent twice is known to be one.
    pub message_id: MessageId,
    /// The address it goes to.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its text part.
    pub text: String,
    /// Its HTML part, saying the same.
    pub html: String,
    /// The link it carries, if it carries one.
    pub link: Option<Link>,
    /// What goes with it.
    pub attachments: Vec<Attachment>,
}

/// Whatever sends mails.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Sends a mail, at most once for each of its ids as far as that can be known.
    async fn send(&self, email: &Email) -> Result<(), Failure>;
}
