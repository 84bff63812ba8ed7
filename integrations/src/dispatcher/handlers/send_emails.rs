//! Writes and sends mails.

use std::sync::Arc;

use async_trait::async_trait;
use domain::notification::Channel;
use persistence::Store;
use persistence::outbox::Claimed;

use crate::dispatcher::{Done, Handler, NotDone};
use crate::letters;
use crate::mail::{Email, Mailer};
use crate::messages::Texts;

/// Finds out what a mail says, puts it into words, and sends it.
#[derive(Clone)]
pub struct SendEmails {
    store: Store,
    texts: Arc<Texts>,
    mailer: Arc<dyn Mailer>,
}

impl SendEmails {
    /// Through this mailer.
    pub fn new(store: Store, texts: Arc<Texts>, mailer: Arc<dyn Mailer>) -> Self {
        Self { store, texts, mailer }
    }
}

#[async_trait]
impl Handler for SendEmails {
    async fn handle(&self, message: &Claimed) -> Result<Done, NotDone> {
        let notification = super::payload(message)?;
        let Some(addressed) = letters::compose(&self.store, Channel::Email, notification).await? else {
            tracing::info!(id = %message.id, "nothing to say, or nobody to say it to, any more");
            return Ok(Done::plainly());
        };
        let written = self
            .texts
            .email(&addressed.letter)
            .map_err(|error| NotDone::Later(error.to_string()))?;
        let email = Email {
            message_id: message.id,
            to: addressed.email,
            subject: written.subject,
            text: written.text,
            html: written.html,
            link: written.link,
            attachments: Vec::new(),
        };
        self.mailer.send(&email).await?;
        Ok(Done::plainly())
    }
}
