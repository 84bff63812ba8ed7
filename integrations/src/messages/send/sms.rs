//! How text messages leave the hub. The sandbox keeps them ([`crate::messages::send::mailbox`]); a gateway ([`twilio`]) stands behind
//! the same port.

use crate::Failure;
use async_trait::async_trait;
use domain::ids::MessageId;

pub mod twilio;

/// A text message, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sms {
    /// The outbox's id of it: the gateway's idempotency key.
    pub message_id: MessageId,
    /// The number it goes to, E.164.
    pub to: String,
    /// What it says.
    pub text: String,
}

/// Whatever sends text messages.
#[async_trait]
pub trait Texter: Send + Sync {
    /// Sends a text message, at most once for each of its ids as far as that can be known.
    async fn send(&self, sms: &Sms) -> Result<(), Failure>;
}
