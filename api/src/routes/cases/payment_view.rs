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

/// What the frontend does next, so that the driver can pay.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NextAction, discriminator(property_name = "type", mapping(
    ("redirect" = "#/components/schemas/RedirectAction"),
    ("client_secret" = "#/components/schemas/ClientSecretAction"),
)))]
#[serde(untagged)]
pub enum NextActionView {
    /// The frontend leads the driver to a page.
    Redirect(RedirectAction),
    /// The frontend takes the payment card with the provider's script.
    ClientSecret(ClientSecretAction),
}

/// The frontend leads the driver to a page of the provider's, which leads back to `return_url`.
#[derive(Debug, Serialize, ToSchema)]
pub struct RedirectAction {
    /// Type of the action: always `redirect`.
    #[serde(rename = "type")]
    kind: RedirectActionType,
    /// Address of the page on which the driver pays.
    url: String,
}

/// The frontend hands a secret to the provider's script, which takes the payment card.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClientSecretAction {
    /// Type of the action: always `client_secret`.
    #[serde(rename = "type")]
    kind: ClientSecretActionType,
    /// The secret for the provider's script. Good for this payment only, and not to be logged or kept.
    client_secret: String,
    /// The key with which the provider's script is started. Left out where it needs none.
    #[serde(skip_serializing_if = "Option::is_none")]
    publishable_key: Option<String>,
}

words! {
    /// The type of an action that leads to a page.
    pub enum RedirectActionType {
        /// Lead the driver to `url`.
        Redirect => "redirect",
    }
}

words! {
    /// The type of an action that a script of the provider's carries out.
    pub enum ClientSecretActionType {
        /// Start the provider's script with `client_secret`.
        ClientSecret => "client_secret",
    }
}

impl From<NextAction> for NextActionView {
    fn from(action: NextAction) -> Self {
        match action {
            NextAction::Redirect { url } => Self::Redirect(RedirectAction {
                kind: RedirectActionType::Redirect,
                url,
            }),
            NextAction::ClientSecret {
                client_secret,
                publishable_key,
            } => Self::ClientSecret(ClientSecretAction {
                kind: ClientSecretActionType::ClientSecret,
                client_secret,
                publishable_key,
            }),
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
