//! The dispatcher on the hub's parts: what transactions decided leaves the house, and what is due by itself is done.

use std::sync::Arc;

use integrations::dispatcher::{DeleteObjects, Dispatcher, Handlers, Options, SendEmails, SendTexts};
use integrations::mailbox::Mailbox;
use integrations::messages::{House, Texts};
use persistence::outbox::Kind;

use super::Hub;

impl Hub {
    /// Starts the dispatcher. What nobody carries out here waits in the outbox.
    pub fn start_dispatcher(&self) -> anyhow::Result<Dispatcher> {
        let house = House {
            name: "CQC Hub".to_owned(),
            contact: self.settings.contact.clone(),
            link_base: self.settings.link_base().to_owned(),
            specimen: self.settings.is_sandbox(),
        };
        let texts = Arc::new(Texts::new(house)?);
        let mut handlers = Handlers::default().with(Kind::DeleteObject, DeleteObjects::new(self.files.clone()));
        if self.settings.is_sandbox() {
            let mailbox = Arc::new(Mailbox::new(self.store.clone()));
            handlers = handlers
                .with(
                    Kind::Email,
                    SendEmails::new(self.store.clone(), texts.clone(), mailbox.clone()),
                )
                .with(Kind::Sms, SendTexts::new(self.store.clone(), texts, mailbox));
        } else {
            tracing::warn!("mails and text messages wait in the outbox: nothing sends them yet");
        }
        Ok(Dispatcher::start(self.store.clone(), handlers, Options::default()))
    }
}
