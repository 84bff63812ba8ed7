//! The dispatcher on the hub's parts: what transactions decided leaves the service, and what is due by itself is done.

use std::sync::Arc;

use anyhow::Context as _;
use integrations::dispatcher::{
    ApplyReports, CancelPayments, DeleteObjects, DeliverWebhooks, Dispatcher, Handlers, MakeExports, MakePapers,
    Options, PressOnDemand, RefundPayments, ReplayWebhooks, ScanDocuments, SendEmails, SendTexts,
};
use integrations::messages::render::{Branding, Texts};
use integrations::messages::send::mail::Mailer;
use integrations::messages::send::mailbox::Mailbox;
use integrations::messages::send::sms::Texter;
use integrations::messages::send::sms::twilio::Twilio;
use integrations::messages::send::smtp::Smtp;
use integrations::papers::Sender;
use integrations::papers::compose::Issuer;
use integrations::reconciliation::Reconciliation;
use integrations::webhooks::Caller;
use persistence::outbox::Kind;

use super::Hub;
use crate::metrics::{Listener, Watched};
use crate::routes::account_exports::Holdings;

/// The name of the service, as people know it.
const NAME: &str = "CQC Hub";

impl Hub {
    /// Starts the dispatcher. What nobody carries out here waits in the outbox.
    pub fn start_dispatcher(&self) -> anyhow::Result<Dispatcher> {
        let service = Branding {
            name: NAME.to_owned(),
            contact: self.settings.contact.clone(),
            link_base: self.settings.link_base().to_owned(),
            has_frontend: self.settings.link_base.is_some(),
            specimen: self.settings.is_sandbox(),
        };
        let texts = Arc::new(Texts::new(service)?);
        let mailbox = self
            .settings
            .is_sandbox()
            .then(|| Arc::new(Mailbox::new(self.store.clone())));
        let (store, providers) = (&self.store, &self.providers);
        let papers = self.paper_maker()?;
        let mut handlers = Handlers::default()
            .with(Kind::DeleteObject, DeleteObjects::new(self.files.clone()))
            .with(Kind::AccountExport, self.export_maker(papers.clone()))
            .with(Kind::Paper, papers)
            .with(Kind::PaymentEvent, ApplyReports::new(store.clone()))
            .with(
                Kind::CancelPayment,
                CancelPayments::new(store.clone(), providers.clone()),
            )
            .with(
                Kind::RefundPayment,
                RefundPayments::new(store.clone(), providers.clone()),
            );
        handlers = handlers
            .with(Kind::Webhook, self.webhooks()?)
            .with(Kind::WebhookReplay, ReplayWebhooks);
        if let Some(scanner) = &self.scanner {
            let scans = ScanDocuments::new(store.clone(), self.files.clone(), scanner.clone());
            handlers = handlers.with(Kind::ScanDocument, scans);
        }
        if let Some(mailer) = self.mailer(mailbox.clone())? {
            let emails = SendEmails::new(self.store.clone(), self.files.clone(), texts.clone(), mailer);
            handlers = handlers.with(Kind::Email, emails);
        }
        if let Some(texter) = self.texter(mailbox)? {
            let texts = SendTexts::new(self.store.clone(), texts, texter);
            handlers = handlers.with(Kind::Sms, texts);
        }
        let dispatcher = Dispatcher::start(self.store.clone(), &handlers, Options::default())
            .sweeping(self.store.clone(), self.files.clone())
            .reconciling(self.reconciliation())
            .sealing(self.store.clone(), self.auth.sealer());
        Ok(dispatcher)
    }

    /// Answers whoever asks for metrics, where an address is set.
    pub fn start_metrics(&self, dispatcher: Option<&Dispatcher>) -> anyhow::Result<Option<Listener>> {
        let Some((address, metrics)) = self.settings.metrics_listen.zip(self.metrics.clone()) else {
            return Ok(None);
        };
        let watched = Watched {
            store: self.store.clone(),
            dispatched: dispatcher.map(Dispatcher::counters),
            data_dir: self.settings.data_dir.clone(),
        };
        Listener::start(address, metrics, watched).map(Some)
    }

    /// What asks about payments of which nothing was heard.
    pub(crate) fn reconciliation(&self) -> Reconciliation {
        Reconciliation::new(self.store.clone(), self.providers.clone())
    }

    /// The mail server, where one is set; else the sandbox's mailbox.
    fn mailer(&self, mailbox: Option<Arc<Mailbox>>) -> anyhow::Result<Option<Arc<dyn Mailer>>> {
        let (Some(relay), Some(sender)) = (&self.settings.mail, &self.settings.mail_sender) else {
            return Ok(mailbox.map(|mailbox| mailbox as Arc<dyn Mailer>));
        };
        let domain = self.settings.public_url.host_str().unwrap_or("localhost");
        let smtp = Smtp::new(relay.clone(), sender.clone(), domain.to_owned(), self.system.clone());
        tracing::info!(%relay, "mails go out through a mail server");
        Ok(Some(Arc::new(smtp.context("the mail server's TLS cannot be set up")?)))
    }

    /// The gateway of text messages, where one is set; else the sandbox's mailbox. Where there is neither, mails say it
    /// all: no text message is ever decided.
    fn texter(&self, mailbox: Option<Arc<Mailbox>>) -> anyhow::Result<Option<Arc<dyn Texter>>> {
        let Some(account) = &self.settings.sms else {
            return Ok(mailbox.map(|mailbox| mailbox as Arc<dyn Texter>));
        };
        let client = integrations::http::client().context("the HTTP client")?;
        tracing::info!(gateway = account.base, "text messages go out through a gateway");
        Ok(Some(Arc::new(Twilio::new(client, account.clone()))))
    }

    /// What tells partners' endpoints; in the sandbox also those on the same machine.
    fn webhooks(&self) -> anyhow::Result<DeliverWebhooks> {
        let caller = Caller::new(self.system.clone(), self.settings.is_sandbox()).context("the HTTP client")?;
        Ok(DeliverWebhooks::new(self.store.clone(), self.auth.seal(), caller))
    }

    fn export_maker(&self, papers: MakePapers) -> MakeExports {
        let holdings = Holdings::new(self.settings.public_base());
        let (store, files) = (self.store.clone(), self.files.clone());
        MakeExports::new(store, files, self.uploads.spool(), papers, holdings)
    }

    fn paper_maker(&self) -> anyhow::Result<MakePapers> {
        let issuer = Issuer {
            sender: Sender {
                name: NAME.to_owned(),
                address: self.settings.post_address.clone(),
                contact: self.settings.contact.clone(),
            },
            specimen: self.settings.is_sandbox(),
            portal: self.settings.link_base().to_owned(),
            signer: self.auth.papers(),
        };
        let (store, files) = (self.store.clone(), self.files.clone());
        let maker = MakePapers::new(
            store,
            files,
            issuer,
            PressOnDemand::default(),
            self.settings.paper_threads,
        );
        maker.context("the threads that print")
    }
}
