//! The sandbox's mailbox: mails and text messages are kept for people and test suites to read, and never leave.

use crate::Failure;
use async_trait::async_trait;
use domain::actor::Actor;
use domain::notification::Channel;
use persistence::mailbox::{self, KeptAttachment, NewMessage};
use persistence::{Author, Store};

use crate::messages::render::Link;
use crate::messages::send::mail::{Email, Mailer};
use crate::messages::send::sms::{Sms, Texter};

/// Keeps what would be sent. A message sent again, under the id it had before, is kept once.
#[derive(Debug, Clone)]
pub struct Mailbox {
    store: Store,
}

impl Mailbox {
    /// A mailbox in this store.
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    async fn keep(&self, message: NewMessage) -> Result<(), Failure> {
        let author = Author::of(Actor::System);
        let kept = self.store.write(author, move |tx| mailbox::keep(tx, message.clone()));
        kept.await.map_err(|error| Failure::Later(error.to_string()))
    }
}

#[async_trait]
impl Mailer for Mailbox {
    async fn send(&self, email: &Email) -> Result<(), Failure> {
        let attachments = email.attachments.iter().map(|attachment| KeptAttachment {
            name: attachment.name.clone(),
            media_type: attachment.media_type.clone(),
            key: attachment.key,
        });
        self.keep(NewMessage {
            outbox_id: email.message_id,
            channel: Channel::Email,
            recipient: email.to.clone(),
            subject: Some(email.subject.clone()),
            text: email.text.clone(),
            html: Some(email.html.clone()),
            links: links(email.link.as_slice())?,
            attachments: attachments.collect(),
        })
        .await
    }
}

#[async_trait]
impl Texter for Mailbox {
    async fn send(&self, sms: &Sms) -> Result<(), Failure> {
        self.keep(NewMessage {
            outbox_id: sms.message_id,
            channel: Channel::Sms,
            recipient: sms.to.clone(),
            subject: None,
            text: sms.text.clone(),
            html: None,
            links: links(&[])?,
            attachments: Vec::new(),
        })
        .await
    }
}

fn links(links: &[Link]) -> Result<serde_json::Value, Failure> {
    serde_json::to_value(links).map_err(|error| Failure::Never(error.to_string()))
}
