//! The kinds of messages, and which of them wait for one another.

use domain::words::Word;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Write a mail.
    Email,
    /// Write a text message.
    Sms,
    /// Make a paper.
    Paper,
    /// Delete an object whose row is gone.
    DeleteObject,
    /// Have an uploaded document scanned for viruses.
    ScanDocument,
    /// Apply what a payment provider reported.
    PaymentEvent,
    /// Give a payment up at its provider.
    CancelPayment,
    /// Have a payment given back by its provider.
    RefundPayment,
    /// Make an archive of everything held about a driver.
    AccountExport,
    /// Tell an endpoint of an event.
    Webhook,
    /// Put deliveries to an endpoint into the outbox that were kept, or are to be made again.
    WebhookReplay,
}

impl Word for Kind {
    const ALL: &'static [Self] = &[
        Self::Email,
        Self::Sms,
        Self::Paper,
        Self::DeleteObject,
        Self::ScanDocument,
        Self::PaymentEvent,
        Self::CancelPayment,
        Self::RefundPayment,
        Self::AccountExport,
        Self::Webhook,
        Self::WebhookReplay,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Paper => "paper",
            Self::DeleteObject => "delete_object",
            Self::ScanDocument => "scan_document",
            Self::PaymentEvent => "payment_event",
            Self::CancelPayment => "cancel_payment",
            Self::RefundPayment => "refund_payment",
            Self::AccountExport => "account_export",
            Self::Webhook => "webhook",
            Self::WebhookReplay => "webhook_replay",
        }
    }
}

impl Kind {
    /// Where it waits. The generated column `lane` says the same of each row.
    pub const fn lane(self) -> Lane {
        match self {
            Self::Paper => Lane::Papers,
            Self::AccountExport => Lane::Exports,
            Self::ScanDocument => Lane::Scans,
            Self::Webhook | Self::WebhookReplay => Lane::Webhooks,
            Self::Email
            | Self::Sms
            | Self::DeleteObject
            | Self::PaymentEvent
            | Self::CancelPayment
            | Self::RefundPayment => Lane::Others,
        }
    }

    /// Whether it is given up once it was attempted often enough. What somebody waits for who can do nothing about it is not,
    /// however long whoever does it is gone; how long an endpoint is told of an event says its delivery.
    pub const fn is_given_up(self) -> bool {
        !matches!(self, Self::ScanDocument | Self::Webhook | Self::WebhookReplay)
    }
}

/// Kinds that are carried out by the same hands. What waits in one lane holds nothing back in another, and is not passed
/// by whoever looks for work there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lane {
    /// Papers are printed, which takes processor time.
    Papers,
    /// Archives of a driver are made, which may be large.
    Exports,
    /// A scanner looks at documents, and may hang.
    Scans,
    /// Endpoints of partners are told, which are slow, and somebody else's.
    Webhooks,
    /// Everything else is soon done.
    Others,
}

impl Word for Lane {
    const ALL: &'static [Self] = &[Self::Papers, Self::Exports, Self::Scans, Self::Webhooks, Self::Others];

    fn name(self) -> &'static str {
        match self {
            Self::Papers => "papers",
            Self::Exports => "exports",
            Self::Scans => "scans",
            Self::Webhooks => "webhooks",
            Self::Others => "others",
        }
    }
}
