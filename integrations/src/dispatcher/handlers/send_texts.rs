//! Writes and sends text messages.

use crate::Failure;
use std::sync::Arc;

use async_trait::async_trait;
use domain::notification::Channel;
use persistence::Store;
use persistence::outbox::Claimed;

use crate::dispatcher::{Done, Handler};
use crate::messages::compose;
use crate::messages::render::Texts;
use crate::messages::send::sms::{Sms, Texter};

/// Finds out what a text message says, puts it into words, and sends it.
#[derive(Clone)]
pub struct SendTexts {
    store: Store,
    texts: Arc<Texts>,
    texter: Arc<dyn Texter>,
}

impl SendTexts {
    /// Through this texter.
    pub fn new(store: Store, texts: Arc<Texts>, texter: Arc<dyn Texter>) -> Self {
        Self { store, texts, texter }
    }
}

#[async_trait]
impl Handler for SendTexts {
    async fn handle(&self, message: &Claimed) -> Result<Done, Failure> {
        let notification = super::payload(message)?;
        let addressed = compose::compose(&self.store, Channel::Sms, notification).await?;
        // The phone may have been taken off the profile meanwhile.
        let Some((letter, to)) = addressed.and_then(|addressed| Some((addressed.letter, addressed.phone?))) else {
            tracing::info!(id = %message.id, "nothing to say, or nobody to say it to, any more");
            return Ok(Done::plainly());
        };
        let text = self
            .texts
            .sms(&letter)
            .map_err(|error| Failure::Later(error.to_string()))?;
        self.texter
            .send(&Sms {
                message_id: message.id,
                to,
                text,
            })
            .await?;
        Ok(Done::plainly())
    }
}
