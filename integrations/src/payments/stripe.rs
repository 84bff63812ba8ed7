//! Stripe, by its `PaymentIntents`: the driver gives the card to Stripe's script, with the client secret of the intent
//! that was made here.
//!
//! Every request that makes something carries an `Idempotency-Key` made of the payment's id, so that an answer that was
//! lost is answered again and nothing is collected or given back twice [Stripe, «Idempotent requests»].

mod answers;
#[cfg(test)]
mod tests;

use crate::Failure;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::ids::PaymentId;
use domain::words::Word;
use reqwest::{Method, RequestBuilder};
use serde::de::DeserializeOwned;

use super::signature::{self, Unverified};
use super::{NextAction, Provider, Refund, Report, Standing, ToCollect};
use crate::http::{traced, trouble};
use answers::{Event, Intent, RefundMade, Refused};

/// The version of its language that is spoken here: Stripe goes on answering in it.
const VERSION: &str = "2024-06-20";

/// How long one request may take. A payment's start waits for it, and a client for that.
const TIMEOUT: Duration = Duration::from_secs(15);

/// What the hub signs in with.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys {
    /// `sk_…`
    pub secret: String,
    /// `whsec_…`, with which reports are signed.
    pub webhook_secret: String,
    /// `pk_…`, for frontends.
    pub publishable: Option<String>,
}

/// The provider.
#[derive(Clone)]
pub struct Stripe {
    http: reqwest::Client,
    base: String,
    keys: Keys,
    timeout: Duration,
}

impl Stripe {
    /// At `base`, `https://api.stripe.com`, without a slash at its end.
    pub fn new(http: reqwest::Client, base: impl Into<String>, keys: Keys) -> Self {
        Self {
            http,
            base: base.into(),
            keys,
            timeout: TIMEOUT,
        }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        let request = request.bearer_auth(&self.keys.secret).timeout(self.timeout);
        traced(request.header("Stripe-Version", VERSION))
    }

    async fn intent(&self, request: RequestBuilder) -> Result<Intent, Failure> {
        answer(request).await?.map_err(Refused::failure)
    }
}

#[async_trait]
impl Provider for Stripe {
    fn name(&self) -> &'static str {
        "stripe"
    }

    async fn create(&self, wanted: &ToCollect) -> Result<(Standing, NextAction), Failure> {
        let form = [
            ("amount", wanted.amount.to_string()),
            ("currency", wanted.currency.name().to_lowercase()),
            ("automatic_payment_methods[enabled]", "true".to_owned()),
            ("description", wanted.case_reference.clone()),
            ("metadata[payment_id]", wanted.payment.to_string()),
            ("metadata[case_id]", wanted.case.to_string()),
        ];
        let request = self.request(Method::POST, "/v1/payment_intents").form(&form);
        let request = request.header("Idempotency-Key", wanted.payment.to_string());
        let mut intent = self.intent(request).await?;
        let client_secret = intent
            .client_secret
            .take()
            .ok_or_else(|| Failure::Later("an intent without its secret".to_owned()))?;
        let next = NextAction::ClientSecret {
            client_secret,
            publishable_key: self.keys.publishable.clone(),
        };
        Ok((intent.standing(), next))
    }

    async fn status(&self, reference: &str) -> Result<Standing, Failure> {
        let path = format!("/v1/payment_intents/{}", segment(reference));
        let request = self.request(Method::GET, &path).query(&[("expand[]", "latest_charge")]);
        self.intent(request).await.map(Intent::standing)
    }

    async fn cancel(&self, reference: &str) -> Result<Standing, Failure> {
        let path = format!("/v1/payment_intents/{}/cancel", segment(reference));
        let request = self.request(Method::POST, &path);
        match answer::<Intent>(request).await? {
            Ok(intent) => Ok(intent.standing()),
            // It is cancelled already, or paid: either way it can be asked.
            Err(refused) if refused.is("payment_intent_unexpected_state") => self.status(reference).await,
            Err(refused) => Err(refused.failure()),
        }
    }

    async fn refund(&self, payment: PaymentId, reference: &str) -> Result<Refund, Failure> {
        let form = [
            ("payment_intent", reference.to_owned()),
            ("metadata[payment_id]", payment.to_string()),
        ];
        let request = self.request(Method::POST, "/v1/refunds").form(&form);
        let request = request.header("Idempotency-Key", format!("refund-{payment}"));
        match answer::<RefundMade>(request).await? {
            Ok(refund) => refund.how_far(),
            Err(refused) if refused.is("charge_already_refunded") => Ok(Refund::Done),
            Err(refused) => Err(refused.failure()),
        }
    }

    fn signature_header(&self) -> &'static str {
        "stripe-signature"
    }

    fn read_event(&self, signature: &str, body: &[u8], now: DateTime<Utc>) -> Result<Option<Report>, Unverified> {
        signature::verify(self.keys.webhook_secret.as_bytes(), signature, body, now)?;
        let event: Event = serde_json::from_slice(body).map_err(|_| Unverified::Body)?;
        event.report()
    }
}

/// Sends a request: what it asked for, or Stripe's refusal. Anything else is worth another attempt.
async fn answer<T: DeserializeOwned>(request: RequestBuilder) -> Result<Result<T, Refused>, Failure> {
    // Its words would name the address; the kind of trouble is enough.
    let later = |error: reqwest::Error| Failure::Later(format!("Stripe cannot be reached: {}", trouble(&error)));
    let response = request.send().await.map_err(later)?;
    let status = response.status();
    let body = response.bytes().await.map_err(later)?;
    if status.is_success() {
        let read = serde_json::from_slice(&body);
        return read
            .map(Ok)
            .map_err(|_| Failure::Later("Stripe's answer cannot be read".to_owned()));
    }
    Ok(Err(Refused::read(status, &body)))
}

/// A reference as a segment of a path: it came from outside once.
fn segment(reference: &str) -> String {
    percent_encoding::utf8_percent_encode(reference, percent_encoding::NON_ALPHANUMERIC)
        .to_string()
        .replace("%5F", "_")
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys")
            .field("publishable", &self.publishable)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Stripe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stripe")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}

/// Signs a report as Stripe signs its own, for those who play Stripe: `t=…,v1=…`.
pub fn sign(secret: &str, body: &[u8], now: DateTime<Utc>) -> String {
    super::signature::sign(secret.as_bytes(), body, now)
}
