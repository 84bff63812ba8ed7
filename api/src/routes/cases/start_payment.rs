//! `POST /v1/cases/{id}/payments`
//!
//! The one action that is not one transaction: `pending` is committed, then the provider is asked outside of any
//! transaction with the payment's id as its idempotency key, then its answer is committed. Whatever is cut off in
//! between, the same request again goes on from there.

use actix_web::http::StatusCode;
use actix_web::post;
use actix_web::web::Data;
use domain::ids::{AccountId, CaseId};
use domain::payment::{PaymentOutcome, Stage};
use integrations::Failure;
use integrations::payments::{Provider, ToCollect};
use persistence::payments::{self, NewPayment, PaymentRecord, ProviderAnswer};
use persistence::{Author, cases};
use serde::Deserialize;
use url::Url;
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

use super::payment_view::PaymentView;
use crate::auth::Driver;
use crate::http::{Body, InLanguage, InputFault, PathOf, Problem, Reply};
use crate::hub::{Hub, Idempotency, RequiredIdempotencyKeyParameter};

/// How the driver pays for a case.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"return_url": "https://www.example.org/demandes/01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e"}))]
pub struct PaymentBody {
    /// The frontend's address to which the provider leads the driver back, whether they have paid or not.
    #[validate(length(max = 2_000), custom(function = web_address))]
    #[schema(max_length = 2_000)]
    pub return_url: String,
}

fn web_address(text: &str) -> Result<(), ValidationError> {
    let is_address = Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if is_address {
        Ok(())
    } else {
        Err(InputFault::Malformed.error())
    }
}

/// Pay for a case
///
/// Begins a payment, or answers the one that is pending. `next_action` tells the frontend what to do: lead the driver to
/// a page (`redirect`), or hand a secret to the provider's script (`client_secret`). What becomes of it shows in the case
/// and in its payments a moment after the driver has paid; the return to `return_url` says nothing about it.
///
/// Where the provider does not answer (503), send the same request again: nothing is collected twice.
#[utoipa::path(
    tag = "cases",
    operation_id = "startPayment",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), RequiredIdempotencyKeyParameter),
    request_body = PaymentBody,
    security(("driver" = []), ("frontend" = ["cases"])),
    responses(
        (status = 200, body = PaymentView, description = "The payment that was pending already, with what the frontend does next."),
        (status = 201, body = PaymentView, description = "The payment that was begun, with what the frontend does next.")
    )
)]
#[post("/v1/cases/{id}/payments")]
pub async fn start_payment(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    once: Idempotency,
    InLanguage(language): InLanguage,
    Body(wanted): Body<PaymentBody>,
) -> Result<Reply, Problem> {
    let once = once.required()?;
    let Driver { id: driver, author } = driver;
    if let Some(answer) = hub.answered(&once, &author).await? {
        return Ok(answer);
    }
    let (payment, is_new, reference) = begin(&hub, &author, driver, id, wanted.return_url).await?;
    let payment = ask_provider(&hub, &author, payment, reference).await?;
    let payment_id = payment.id;
    hub.write_once(&once, author, move |tx| {
        let view = PaymentView::of(payments::find(tx, payment_id)?, language);
        let answer = if is_new {
            Reply::created(format!("/v1/cases/{id}/payments"), &view)
        } else {
            Reply::json(StatusCode::OK, &view)
        };
        Ok(answer.never_stored())
    })
    .await
}

/// Commits `pending`; the payment, whether it is new, and the case's reference.
async fn begin(
    hub: &Hub,
    author: &Author,
    driver: AccountId,
    case: CaseId,
    return_url: String,
) -> Result<(PaymentRecord, bool, String), Problem> {
    let provider = hub.providers.current().name();
    hub.write(author.clone(), move |tx| {
        let new = NewPayment {
            provider,
            return_url: Some(&return_url),
        };
        let started = payments::start(tx, driver, case, &new)?;
        let case = cases::of_account(tx, driver, case)?;
        Ok((started.payment, started.is_new, case.reference))
    })
    .await
}

/// Asks the provider to collect, unless it was asked before and answered.
async fn ask_provider(
    hub: &Hub,
    author: &Author,
    payment: PaymentRecord,
    case_reference: String,
) -> Result<PaymentRecord, Problem> {
    if payment.next_action.is_some() {
        return Ok(payment);
    }
    let provider = hub.providers.named(&payment.provider);
    let provider = provider.ok_or_else(|| Problem::internal("a payment's provider is no longer set up"))?;
    let wanted = ToCollect {
        payment: payment.id,
        case: payment.case_id,
        case_reference,
        amount: payment.amount,
        currency: payment.currency,
        return_url: payment.return_url.clone().unwrap_or_default(),
    };
    let id = payment.id;
    match provider.create(&wanted).await {
        Ok((standing, next_action)) => {
            let next_action = serde_json::to_value(next_action).map_err(Problem::internal)?;
            let reference = standing.reference.clone();
            let noted = hub.write(author.clone(), move |tx| {
                let answer = ProviderAnswer {
                    reference: &reference,
                    next_action: Some(&next_action),
                };
                Ok(payments::note(tx, id, &answer)?)
            });
            let noted = noted.await?;
            withdraw_late(provider, &noted, &standing.reference).await;
            Ok(noted)
        }
        Err(Failure::Later(why) | Failure::Hindered(why)) => {
            tracing::warn!(payment = %id, why, "the payment provider does not answer");
            Err(Problem::unavailable().because(
                "Le prestataire de paiement ne répond pas. Envoyez de nouveau la même requête dans un instant.",
                "The payment provider does not answer. Send the same request again in a moment.",
            ))
        }
        Err(Failure::Never(why)) => {
            tracing::error!(payment = %id, why, "the payment provider refuses a payment");
            let reason = Some("refused_by_provider".to_owned());
            let failed = PaymentOutcome::Failed { reason };
            hub.write(author.clone(), move |tx| Ok(payments::report(tx, id, &failed)?))
                .await
        }
    }
}

/// The case moved on while the provider was asked: nobody is to pay any more. Should this fail, the money that comes
/// pays nothing and goes back.
async fn withdraw_late(provider: &dyn Provider, payment: &PaymentRecord, reference: &str) {
    if payment.stage != Stage::Cancelled {
        return;
    }
    if let Err(error) = provider.cancel(reference).await {
        tracing::warn!(payment = %payment.id, %error, "a payment that was given up stays open at its provider");
    }
}
