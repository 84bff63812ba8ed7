//! How mails leave the house. The sandbox keeps them ([`crate::mailbox`]); SMTP ([`crate::smtp`]) stands behind the
//! same port.

use async_trait::async_trait;
use bytes::Bytes;
use domain::ids::MessageId;
use uuid::Uuid;

use crate::messages::Link;

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

/// Why something could not be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsent {
    /// It may go through later: nobody answered, or asked to come back.
    #[error("not now: {0}")]
    Later(String),
    /// It goes through once whoever runs the hub has put something right: a password, a key, what is thought of their
    /// address.
    #[error("hindered: {0}")]
    Hindered(String),
    /// It never will: there is no such address, or it is refused for what it is.
    #[error("refused: {0}")]
    Never(String),
}

/// Whatever sends mails.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Sends a mail, at most once for each of its ids as far as that can be known.
    async fn send(&self, email: &Email) -> Result<(), Unsent>;
}
