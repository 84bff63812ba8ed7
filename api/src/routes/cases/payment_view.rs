//! An attempt to pay, as its driver sees it.

use chrono::{DateTime, Utc};
use domain::ids::PaymentId;
use domain::labels::Label;
use domain::payment::Stage;
use domain::people::Language;
use domain::words;
use integrations::payments::NextAction;
use persistence::payments::PaymentRecord;
use serde::Serialize;
use utoipa::ToSchema;

use crate::routes::back_office::fees::fee_view::Money;

/// An attempt to pay what a case costs.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Payment, example = json!({
    "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "status": "pending", "status_label": "En cours",
    "amount": {"amount": 3000, "currency": "EUR"},
    "provider": "sandbox", "created_at": "2026-11-22T09:00:00Z", "updated_at": "2026-11-22T09:00:01Z",
    "next_action": {"type": "redirect", "url": "http://127.0.0.1:8080/sandbox/payments/01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e"}
}))]
pub struct PaymentView {
    /// Unique identifier of the payment.
    pub id: PaymentId,
    /// Stage of the payment: what came of it so far.
    pub status: Stage,
    /// Label of `status`, in the language of the request, to show to people.
    pub status_label: &'static str,
    /// What is paid, VAT included.
    pub amount: Money,
    /// Name of the payment provider that takes the money: `stripe`, or `sandbox`.
    pub provider: String,
    /// What the frontend does next. Left out unless the payment is pending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_action: Option<NextActionView>,
    /// Why the payment failed, in one word of the provider's. Left out unless it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// When the payment was begun.
    pub created_at: DateTime<Utc>,
    /// When the payment last changed.
    pub updated_at: DateTime<Utc>,
    /// When the money arrived. Left out until it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub captured_at: Option<DateTime<Utc>>,
    /// When the money was given back. Left out unless it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refunded_at: Option<DateTime<Utc>>,
}

/// What the frontend does next: `type` says what, and which of the other members there are.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NextAction, example = json!({
    "type": "redirect", "url": "http://127.0.0.1:8080/sandbox/payments/01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e"
}))]
pub struct NextActionView {
    /// Type of the action: what the frontend does.
    #[serde(rename = "type")]
    kind: NextActionType,
    /// Address of the page on which the driver pays, and which leads back to `return_url`. With `redirect` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// Secret of this payment, for the provider's script. Not to be logged or kept. With `client_secret` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
    /// Key with which the provider's script is started. With `client_secret` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    publishable_key: Option<String>,
}

words! {
    /// What a frontend does to have a payment made.
    pub enum NextActionType {
        /// Leads the driver to `url`, a page of the provider's.
        Redirect => "redirect",
        /// Starts the provider's script with `client_secret`; the script takes the card.
        ClientSecret => "client_secret",
    }
}

impl From<NextAction> for NextActionView {
    fn from(action: NextAction) -> Self {
        match action {
            NextAction::Redirect { url } => Self {
                kind: NextActionType::Redirect,
                url: Some(url),
                client_secret: None,
                publishable_key: None,
            },
            NextAction::ClientSecret {
                client_secret,
                publishable_key,
            } => Self {
                kind: NextActionType::ClientSecret,
                url: None,
                client_secret: Some(client_secret),
                publishable_key,
            },
        }
    }
}

impl PaymentView {
    /// The attempt, for readers of a language.
    pub fn of(record: PaymentRecord, language: Language) -> Self {
        let next_action: Option<NextAction> = record
            .next_action
            .and_then(|action| serde_json::from_value(action.0).ok());
        Self {
            id: record.id,
            status: record.stage,
            status_label: record.stage.label(language),
            amount: Money {
                amount: record.amount,
                currency: record.currency,
            },
            provider: record.provider,
            next_action: next_action.map(NextActionView::from),
            failure: record.failure,
            created_at: record.created_at.0,
            updated_at: record.updated_at.0,
            captured_at: record.captured_at.map(|at| at.0),
            refunded_at: record.refunded_at.map(|at| at.0),
        }
    }
}
