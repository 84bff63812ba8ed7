//! What Stripe answers and reports, as far as it matters here. Nothing else is read, least of all of a card.

use crate::Failure;
use domain::ids::PaymentId;
use domain::payment::PaymentOutcome;
use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use crate::http::is_final;
use crate::payments::signature::Unverified;
use crate::payments::{Refund, Report, Standing};

/// A `PaymentIntent`.
#[derive(Debug, Deserialize)]
pub(super) struct Intent {
    id: String,
    status: String,
    #[serde(default)]
    amount_received: i64,
    currency: String,
    pub(super) client_secret: Option<String>,
    /// Only whether there is one: what it says is about the card.
    last_payment_error: Option<serde::de::IgnoredAny>,
    /// Its id, or the charge itself where it was asked for.
    #[serde(default)]
    latest_charge: Value,
    #[serde(default)]
    metadata: Metadata,
}

/// A refund, in a report: ours bear the payment.
#[derive(Debug, Deserialize)]
struct RefundTold {
    payment_intent: Option<String>,
    #[serde(default)]
    metadata: Metadata,
}

/// A charge, in a report.
#[derive(Debug, Deserialize)]
struct Charge {
    payment_intent: Option<String>,
    refunded: bool,
    #[serde(default)]
    amount_refunded: i64,
    #[serde(default)]
    currency: String,
    #[serde(default)]
    metadata: Metadata,
}

/// A dispute, in a report: it bears no metadata of ours.
#[derive(Debug, Deserialize)]
struct Dispute {
    payment_intent: Option<String>,
    status: String,
    reason: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Metadata {
    payment_id: Option<String>,
}

impl Metadata {
    /// Which payment it is. None where somebody else uses the same Stripe account.
    fn payment(&self) -> Option<PaymentId> {
        self.payment_id.as_ref()?.parse().ok()
    }
}

impl Intent {
    pub(super) fn standing(self) -> Standing {
        let refunded = self.latest_charge["refunded"] == true;
        let outcome = match self.status.as_str() {
            "succeeded" if refunded => Some(PaymentOutcome::Refunded),
            "succeeded" => Some(PaymentOutcome::Succeeded {
                amount: self.amount_received,
                currency: self.currency,
            }),
            "canceled" => Some(PaymentOutcome::Cancelled),
            // The driver may try another card with the same secret.
            "requires_payment_method" if self.last_payment_error.is_some() => Some(PaymentOutcome::declined()),
            _ => None,
        };
        Standing {
            reference: self.id,
            outcome,
        }
    }
}

/// A refund.
#[derive(Debug, Deserialize)]
pub(super) struct RefundMade {
    status: Option<String>,
}

impl RefundMade {
    pub(super) fn how_far(&self) -> Result<Refund, Failure> {
        match self.status.as_deref() {
            Some("succeeded") => Ok(Refund::Done),
            Some(failed @ ("failed" | "canceled" | "requires_action")) => Err(Failure::Never(format!(
                "the refund is `{failed}` at Stripe: see its dashboard"
            ))),
            _ => Ok(Refund::UnderWay),
        }
    }
}

/// A refusal.
#[derive(Debug)]
pub(super) struct Refused {
    status: StatusCode,
    code: Option<String>,
}

#[derive(Deserialize)]
struct Errors {
    error: ErrorCode,
}

#[derive(Deserialize)]
struct ErrorCode {
    code: Option<String>,
    r#type: Option<String>,
}

impl Refused {
    pub(super) fn read(status: StatusCode, body: &[u8]) -> Self {
        let error = serde_json::from_slice::<Errors>(body).ok().map(|errors| errors.error);
        let code = error.and_then(|error| error.code.or(error.r#type));
        Self { status, code }
    }

    pub(super) fn is(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }

    pub(super) fn failure(self) -> Failure {
        let status = self.status.as_u16();
        let message = match self.code {
            Some(code) => format!("Stripe answers {status} ({code})"),
            None => format!("Stripe answers {status}"),
        };
        if is_final(self.status) {
            Failure::Never(message)
        } else {
            Failure::Later(message)
        }
    }
}

/// A report.
#[derive(Debug, Deserialize)]
pub(super) struct Event {
    id: String,
    r#type: String,
    data: Data,
}

#[derive(Debug, Deserialize)]
struct Data {
    object: Value,
}

impl Event {
    /// What it tells of a payment of ours.
    pub(super) fn report(self) -> Result<Option<Report>, Unverified> {
        let (payment, standing) = match self.r#type.as_str() {
            "charge.dispute.created" | "charge.dispute.closed" => return self.dispute(),
            "payment_intent.succeeded" | "payment_intent.payment_failed" | "payment_intent.canceled" => {
                let intent: Intent = serde_json::from_value(self.data.object).map_err(|_| Unverified::Body)?;
                (intent.metadata.payment(), intent.standing())
            }
            "charge.refunded" => {
                let charge: Charge = serde_json::from_value(self.data.object).map_err(|_| Unverified::Body)?;
                let Some(reference) = charge.payment_intent else {
                    return Ok(None);
                };
                let outcome = if charge.refunded {
                    PaymentOutcome::Refunded
                } else {
                    // Given back by hand at Stripe: it settles nothing here.
                    PaymentOutcome::PartlyRefunded {
                        amount: charge.amount_refunded,
                        currency: charge.currency,
                    }
                };
                (charge.metadata.payment(), decided(reference, outcome))
            }
            "refund.failed" => {
                let refund: RefundTold = serde_json::from_value(self.data.object).map_err(|_| Unverified::Body)?;
                let Some(reference) = refund.payment_intent else {
                    return Ok(None);
                };
                (
                    refund.metadata.payment(),
                    decided(reference, PaymentOutcome::RefundFailed),
                )
            }
            _ => return Ok(None),
        };
        let event = self.id;
        Ok(payment.map(|payment| Report {
            event,
            payment: Some(payment),
            standing,
        }))
    }

    fn dispute(self) -> Result<Option<Report>, Unverified> {
        let is_closed = self.r#type == "charge.dispute.closed";
        let dispute: Dispute = serde_json::from_value(self.data.object).map_err(|_| Unverified::Body)?;
        let Some(reference) = dispute.payment_intent else {
            return Ok(None);
        };
        let outcome = match dispute.status.as_str() {
            _ if !is_closed => PaymentOutcome::DisputeOpened { reason: dispute.reason },
            "lost" => PaymentOutcome::DisputeLost,
            // `won`, or a warning that came to nothing.
            _ => PaymentOutcome::DisputeWon,
        };
        Ok(Some(Report {
            event: self.id,
            payment: None,
            standing: decided(reference, outcome),
        }))
    }
}

fn decided(reference: String, outcome: PaymentOutcome) -> Standing {
    Standing {
        reference,
        outcome: Some(outcome),
    }
}
