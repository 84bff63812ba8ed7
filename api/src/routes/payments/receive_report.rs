//! `POST /v1/payment-webhooks/{provider}`

use actix_web::post;
use actix_web::web::Data;
use domain::actor::Actor;
use domain::security_event::SecurityEvent;
use integrations::payments::{Provider, Report, Unverified};
use integrations::traces;
use persistence::Author;
use persistence::payments;
use persistence::payments::events::{self, NewEvent};
use persistence::security::SecurityNote;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::input::RawBody;
use crate::http::{Code, PathOf, Problem, Reply, RequestId};
use crate::hub::Hub;

/// The report of a payment provider is taken in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"received": true}))]
pub struct Received {
    /// Always `true`: the report need not be sent again.
    received: bool,
}

/// What a payment provider reports
///
/// In the provider's own language and signed by it, in the header that it uses for that: `Stripe-Signature`, or
/// `Sandbox-Signature`, with `t=<seconds>,v1=<HMAC-SHA-256>` as Stripe documents it. A report without a good signature is
/// refused and leaves no trace. One that is taken in is applied a moment later, once, however often it comes.
///
/// In the sandbox the secret is `sandbox-webhook-secret`, and a report is `{"id": "evt-1", "payment_id": "…", "outcome":
/// "succeeded", "amount": 3000, "currency": "EUR"}`, with the outcomes `succeeded`, `declined`, `cancelled`, `refunded`:
/// send what you like, as often and in what order you like.
#[utoipa::path(
    tag = "payments",
    operation_id = "receivePaymentReport",
    params(("provider" = String, Path, description = "Name of the payment provider that reports: `stripe`, or `sandbox`.", example = "stripe")),
    request_body(
        content = Value,
        content_type = "application/json",
        description = "The report of the payment provider, as it signed it.",
        example = json!({
            "id": "evt-1", "payment_id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "outcome": "succeeded",
            "amount": 3000, "currency": "EUR"
        })
    ),
    responses((status = 200, body = Received, description = "The report was taken in, now or before."))
)]
#[post("/v1/payment-webhooks/{provider}")]
pub async fn receive_report(
    hub: Data<Hub>,
    PathOf(provider): PathOf<String>,
    request_id: RequestId,
    body: RawBody,
) -> Result<Reply, Problem> {
    let provider = hub.providers.named(&provider).ok_or_else(Problem::not_found)?;
    body.require_json()?;
    let signature = body.header(provider.signature_header()).unwrap_or_default();
    take_in(&hub, provider, signature, &body.bytes, Some(request_id.to_string())).await?;
    Ok(Reply::ok(&Received { received: true }).never_stored())
}

/// Keeps a report that is signed and fresh, to be applied by the dispatcher.
pub async fn take_in(
    hub: &Hub,
    provider: &dyn Provider,
    signature: &str,
    body: &[u8],
    request_id: Option<String>,
) -> Result<(), Problem> {
    let name = provider.name();
    let read = provider.read_event(signature, body, hub.system.now());
    let read = read.and_then(|report| report.map(Report::keepable).transpose());
    let report = read.map_err(|why| unbelieved(name, why, request_id.clone()))?;
    let Some(report) = report else { return Ok(()) };
    let Some(outcome) = report.standing.outcome else {
        return Ok(());
    };
    let author = Author {
        actor: Actor::Payment(name.to_owned()),
        request_id,
        client_address: None,
        traceparent: traces::current(),
    };
    let name = name.to_owned();
    let kept = hub.write(author, move |tx| {
        // Whoever shares the provider's account with others hears of their disputes as well.
        if report.payment.is_none() && payments::by_reference(tx, &name, &report.standing.reference)?.is_none() {
            return Ok(false);
        }
        let event = NewEvent {
            provider: &name,
            event_id: &report.event,
            payment_id: report.payment,
            provider_reference: Some(&report.standing.reference),
            report: &outcome,
        };
        Ok(events::keep(tx, &event)?)
    });
    kept.await.map(drop)
}

fn unbelieved(provider: &str, why: Unverified, request_id: Option<String>) -> Problem {
    match why {
        Unverified::Signature | Unverified::Time => {
            let note = SecurityNote::of_request(SecurityEvent::ReportNotSigned, request_id);
            let subject = Some(provider.to_owned());
            SecurityNote { subject, ..note }.log();
            Problem::new(Code::ReportNotSigned)
        }
        Unverified::Body => {
            tracing::warn!(provider, %why, "a report cannot be read");
            Problem::new(Code::MalformedRequest)
        }
    }
}
