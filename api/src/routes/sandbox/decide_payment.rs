//! `POST /v1/sandbox/payments/{id}/outcome`

use actix_web::post;
use actix_web::web::Data;
use domain::ids::PaymentId;
use domain::words::Word as _;
use integrations::payments::Provider as _;
use integrations::payments::sandbox::{Aftermath, Sandbox, Signed, TestCard};
use persistence::sandbox_payments::SandboxPayment;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::http::problem::ProblemDocument;
use crate::http::{Body, Code, PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::back_office::fees::fee_view::Money;
use crate::routes::payments::receive_report::take_in;

domain::words! {
    /// What becomes of a payment in the sandbox.
    #[cfg_attr(feature = "openapi", schema(as = SandboxOutcome))]
    pub enum Outcome {
        /// The payment succeeds: the money arrives.
        Succeeded => "succeeded",
        /// The driver's bank declines the payment.
        Declined => "declined",
        /// Of a payment that succeeded, half of the money is given back by hand.
        PartlyRefunded => "partly_refunded",
        /// The card's holder disputes a payment that succeeded at their bank.
        DisputeOpened => "dispute_opened",
        /// The dispute is over, and the money stays.
        DisputeWon => "dispute_won",
        /// The dispute is over, and the bank gave the money to the card's holder.
        DisputeLost => "dispute_lost",
    }
}

/// What the sandbox's payment provider decides of a payment.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SandboxDecision, example = json!({"outcome": "succeeded"}))]
pub struct Decision {
    /// What becomes of the payment.
    pub outcome: Outcome,
    /// Whether the provider reports it: yes, unless it is `false`. The hub asks by itself for a report that never
    /// comes, once the payment has been silent for a quarter of an hour of the sandbox's clock.
    #[serde(default)]
    #[schema(nullable = false)]
    pub reported: Option<bool>,
}

/// A payment as the sandbox's payment provider knows it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SandboxPayment, example = json!({
    "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "state": "captured", "amount": {"amount": 3000, "currency": "EUR"}
}))]
pub struct SandboxPaymentView {
    /// Unique identifier of the payment.
    id: PaymentId,
    /// State of the payment at the provider: `open`, `confirming`, `declined`, `captured`, `cancelled` or `refunded`.
    state: &'static str,
    /// What is to be paid, VAT included.
    amount: Money,
}

/// Decide a payment
///
/// As if the driver had paid on the page that `next_action` leads to. The outcome shows in the case a moment later. What
/// happens at a bank afterwards can be played too: a dispute, or a refund of half by hand; it shows as `alert` of the
/// payment in the agents' view of the case.
#[utoipa::path(
    tag = "sandbox",
    operation_id = "decideSandboxPayment",
    params(("id" = PaymentId, Path, description = "Identifier (`id`) of the payment.")),
    request_body = Decision,
    responses(
        (status = 200, body = SandboxPaymentView, description = "The payment at its provider."),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "The payment is decided already, or not paid yet (`not_possible_in_stage`).")
    )
)]
#[post("/v1/sandbox/payments/{id}/outcome")]
pub async fn decide_payment(
    hub: Data<Hub>,
    PathOf(id): PathOf<PaymentId>,
    Body(decision): Body<Decision>,
) -> Result<Reply, Problem> {
    let sandbox = sandbox(&hub);
    let now = hub.system.now();
    let (payment, report) = match decision.outcome {
        Outcome::Succeeded => sandbox.take_card(id, TestCard::Accepted, now).await?,
        Outcome::Declined => sandbox.take_card(id, TestCard::Declined, now).await?,
        Outcome::PartlyRefunded => sandbox.happens(id, Aftermath::PartlyRefunded, now).await?,
        Outcome::DisputeOpened => sandbox.happens(id, Aftermath::DisputeOpened, now).await?,
        Outcome::DisputeWon => sandbox.happens(id, Aftermath::DisputeWon, now).await?,
        Outcome::DisputeLost => sandbox.happens(id, Aftermath::DisputeLost, now).await?,
    };
    let Some(report) = report else {
        return Err(Problem::new(Code::NotPossibleInStage));
    };
    if decision.reported != Some(false) {
        deliver(&hub, &sandbox, &report).await?;
    }
    view(&payment)
}

fn view(payment: &SandboxPayment) -> Result<Reply, Problem> {
    let view = SandboxPaymentView {
        id: payment.id,
        state: payment.stage()?.name(),
        amount: Money {
            amount: payment.amount,
            currency: payment.currency,
        },
    };
    Ok(Reply::ok(&view).never_stored())
}

/// The provider that the sandbox plays.
pub(crate) fn sandbox(hub: &Hub) -> Sandbox {
    Sandbox::new(hub.store.clone(), hub.settings.public_base())
}

/// What the provider reports goes the way of every report, signature and all.
pub(crate) async fn deliver(hub: &Hub, sandbox: &Sandbox, report: &Signed) -> Result<(), Problem> {
    debug_assert_eq!(sandbox.name(), "sandbox");
    take_in(hub, sandbox, &report.signature, &report.body, None).await
}
