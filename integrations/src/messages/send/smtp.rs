//! Mails by SMTP, through the mail server that the operator names (`CQC_HUB_MAIL`).
//!
//! A mail goes out at least once: where the connection breaks between the last dot and the server's word, nobody knows,
//! and it is sent again. Its `Message-ID` is made of the outbox's id, so that a mail system can tell that it is the
//! same.

mod connections;
mod relay;
#[cfg(test)]
mod tests;
mod verdict;
mod whose;
mod writing;

use crate::Failure;
use std::time::Duration;

use async_trait::async_trait;
use lettre::message::Mailbox;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::{Address, Message};
use persistence::time::SystemClock;

use crate::messages::send::mail::{Email, Mailer};
use connections::Connections;
pub use relay::{Encryption, NoRelay, Relay};
use verdict::{SmtpError, Step};

/// How long one mail may take in all. Less than the dispatcher's own timeout, so that the error says where it stuck.
const TIMEOUT: Duration = Duration::from_secs(50);

/// Whom mails come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    mailbox: Mailbox,
    reply_to: Option<Mailbox>,
}

impl Sender {
    /// A name and an address. None where the address is none.
    pub fn new(name: &str, address: &str) -> Option<Self> {
        let address: Address = address.parse().ok()?;
        Some(Self {
            mailbox: Mailbox::new(Some(name.to_owned()), address),
            reply_to: None,
        })
    }

    /// Answers go to another address, if it is one.
    #[must_use]
    pub fn answered_at(mut self, address: &str) -> Self {
        let address: Option<Address> = address.parse().ok();
        let other = address.filter(|address| *address != self.mailbox.email);
        self.reply_to = other.map(|address| Mailbox::new(None, address));
        self
    }
}

/// Sends mails through one server.
pub struct Smtp {
    connections: Connections,
    sender: Sender,
    domain: String,
    clock: SystemClock,
    timeout: Duration,
}

impl Smtp {
    /// Through this server. `domain` is the hub's public host, which message ids end with.
    pub fn new(relay: Relay, sender: Sender, domain: String, clock: SystemClock) -> Result<Self, Failure> {
        let connections = Connections::to(relay).map_err(|error| Failure::Never(error.to_string()))?;
        Ok(Self {
            connections,
            sender,
            domain,
            clock,
            timeout: TIMEOUT,
        })
    }

    async fn deliver(&self, message: &Message) -> Result<(), SmtpError> {
        let taken = self.connections.take().await;
        let mut connection = taken.map_err(SmtpError::at(Step::Connection))?;
        let delivered = converse(&mut connection, message).await;
        let stands_between_mails = match &delivered {
            Ok(()) => true,
            Err(failure) => failure.leaves_a_connection() && connection.command(Rset).await.is_ok(),
        };
        if stands_between_mails {
            self.connections.keep(connection);
        }
        delivered
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, email: &Email) -> Result<(), Failure> {
        let id = format!("<{}@{}>", email.message_id, self.domain);
        let message = writing::write(email, &self.sender, id, self.clock.now().into())
            .map_err(|error| Failure::Never(error.to_string()))?;
        match tokio::time::timeout(self.timeout, self.deliver(&message)).await {
            Ok(delivered) => delivered.map_err(|failure| failure.verdict(&email.to)),
            Err(_elapsed) => Err(Failure::Later("the mail server took too long".to_owned())),
        }
    }
}

/// Hands over one mail (RFC 5321 section 3.3). It is ASCII throughout: addresses are, and the rest is encoded.
async fn converse(connection: &mut AsyncSmtpConnection, message: &Message) -> Result<(), SmtpError> {
    let envelope = message.envelope();
    let sender = Mail::new(envelope.from().cloned(), Vec::new());
    connection.command(sender).await.map_err(SmtpError::at(Step::Sender))?;
    for recipient in envelope.to() {
        let recipient = Rcpt::new(recipient.clone(), Vec::new());
        connection
            .command(recipient)
            .await
            .map_err(SmtpError::at(Step::Recipient))?;
    }
    connection.command(Data).await.map_err(SmtpError::at(Step::Content))?;
    let accepted = connection.message(&message.formatted()).await;
    accepted.map(drop).map_err(SmtpError::at(Step::Content))
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp")
            .field("sender", &self.sender)
            .field("domain", &self.domain)
            .finish_non_exhaustive()
    }
}
