//! What the dispatcher can carry out.

mod apply_reports;
mod calls_under_way;
mod cancel_payments;
mod delete_objects;
mod deliver_webhooks;
mod make_exports;
mod make_papers;
mod refund_payments;
mod replay_webhooks;
mod scan_documents;
mod send_emails;
mod send_texts;

pub use apply_reports::ApplyReports;
pub use cancel_payments::CancelPayments;
pub use delete_objects::DeleteObjects;
pub use deliver_webhooks::DeliverWebhooks;
pub use make_exports::MakeExports;
pub use make_papers::{MakePapers, PressOnDemand, Printer};
pub use refund_payments::RefundPayments;
pub use replay_webhooks::ReplayWebhooks;
pub use scan_documents::ScanDocuments;
pub use send_emails::SendEmails;
pub use send_texts::SendTexts;

use crate::Failure;
use persistence::outbox::Claimed;
use serde::de::DeserializeOwned;

use crate::payments::{Provider, Providers};

/// What a message's kind needs to know. It may have been written by a newer version of the hub, which will read it.
fn payload<P: DeserializeOwned>(message: &Claimed) -> Result<P, Failure> {
    serde_json::from_value(message.payload.clone())
        .map_err(|error| Failure::Later(format!("the payload cannot be read: {error}")))
}

/// The provider of a payment. One that is no longer set up may be again.
fn provider<'a>(providers: &'a Providers, name: &str) -> Result<&'a dyn Provider, Failure> {
    providers
        .named(name)
        .ok_or_else(|| Failure::Later(format!("the payment provider `{name}` is not set up")))
}
