//! Writes and sends mails.

use crate::Failure;
use std::sync::Arc;

use async_trait::async_trait;
use domain::notification::Channel;
use persistence::Store;
use persistence::notify::{self, Notification};
use persistence::outbox::Claimed;
use persistence::papers::{self, PaperRecord};

use crate::dispatcher::{Done, Handler, system};
use crate::files::{self, Files};
use crate::messages::compose;
use crate::messages::render::Texts;
use crate::messages::send::mail::{Attachment, Email, Mailer};

/// Finds out what a mail says, puts it into words, attaches the paper that goes with it, and sends it.
#[derive(Clone)]
pub struct SendEmails {
    store: Store,
    files: Files,
    texts: Arc<Texts>,
    mailer: Arc<dyn Mailer>,
}

impl SendEmails {
    /// Through this mailer, with papers from this storage.
    pub fn new(store: Store, files: Files, texts: Arc<Texts>, mailer: Arc<dyn Mailer>) -> Self {
        Self {
            store,
            files,
            texts,
            mailer,
        }
    }

    /// A paper as it goes with a mail. One that is lost, or is not what was printed, is made again first.
    async fn attached(&self, paper: &PaperRecord) -> Result<Attachment, Failure> {
        let (id, kind) = (paper.id, paper.kind);
        match self
            .files
            .bytes_checked(id, paper.sha256.as_deref().unwrap_or_default())
            .await
        {
            Ok(bytes) => Ok(Attachment {
                name: paper.file_name.clone().unwrap_or_else(|| format!("{kind}.pdf")),
                media_type: "application/pdf".to_owned(),
                key: id.into(),
                bytes,
            }),
            Err(error) if error.is_spoilt() || matches!(error, files::Error::NotFound(_)) => {
                self.store.write(system(), move |tx| papers::lost(tx, id)).await?;
                Err(Failure::Later(format!(
                    "the {kind} that goes with it is lost, and printed again"
                )))
            }
            Err(error) => Err(Failure::Later(error.to_string())),
        }
    }
}

#[async_trait]
impl Handler for SendEmails {
    async fn handle(&self, message: &Claimed) -> Result<Done, Failure> {
        let notification: Notification = super::payload(message)?;
        let composed = compose::compose(&self.store, Channel::Email, notification.clone());
        let Some(addressed) = composed.await? else {
            tracing::info!(id = %message.id, "nothing to say, or nobody to say it to, any more");
            return Ok(Done::plainly());
        };
        let attachments = match &addressed.paper {
            Some(paper) => vec![self.attached(paper).await?],
            None => Vec::new(),
        };
        let written = self
            .texts
            .email(&addressed.letter)
            .map_err(|error| Failure::Later(error.to_string()))?;
        let email = Email {
            message_id: message.id,
            to: addressed.email,
            subject: written.subject,
            text: written.text,
            html: written.html,
            link: written.link,
            attachments,
        };
        self.mailer.send(&email).await?;
        if notification.farewell.is_none() {
            return Ok(Done::plainly());
        }
        let id = message.id;
        Ok(Done::and(move |tx| notify::forget_farewell(tx, id, &notification)))
    }
}
