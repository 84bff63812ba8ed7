//! How payments leave the hub. The sandbox plays its own provider ([`sandbox`]); others stand behind the same port.
//!
//! Bank cards never come here: drivers give them to the provider, on its pages or in its script. Of what a provider
//! tells, only a [`Standing`] is kept.

pub mod sandbox;
mod signature;
pub mod stripe;

use crate::Failure;
use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::ids::{CaseId, PaymentId};
use domain::payment::PaymentOutcome;
use domain::rules::fees::Currency;
use serde::{Deserialize, Serialize};

pub use signature::Unverified;

/// What is to be collected, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToCollect {
    /// The payment: the provider's idempotency key is made of it, so that it collects once however often it is asked.
    pub payment: PaymentId,
    /// The case it pays.
    pub case: CaseId,
    /// The case's reference, which drivers find on their bank statement's details.
    pub case_reference: String,
    /// How much, in minor units.
    pub amount: i64,
    /// Of which currency.
    pub currency: Currency,
    /// Where the driver goes once they have paid, or not.
    pub return_url: String,
}

/// What a frontend does next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum NextAction {
    /// Leads the driver to a page of the provider's.
    Redirect {
        /// Its address.
        url: String,
    },
    /// Hands this to the provider's script, which takes the card.
    ClientSecret {
        /// Good for this payment only.
        client_secret: String,
        /// Which of the provider's customers the hub is. Public.
        publishable_key: Option<String>,
    },
}

/// A payment as its provider has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What the provider calls it.
    pub reference: String,
    /// What became of it. None while nothing is decided.
    pub outcome: Option<PaymentOutcome>,
}

/// What a provider reports by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The report's own id: providers send a report again until it is taken.
    pub event: String,
    /// What it is about, where the provider gives our id back: known to us before the provider's own reference is.
    pub payment: Option<PaymentId>,
    /// How it stood when this was reported: reports come in any order.
    pub standing: Standing,
}

/// The most characters of a text in a report: no provider writes half as many, and indexes take no text of any length.
const LONGEST_TEXT: usize = 255;

impl Report {
    /// The report, if its texts can be kept; else as one that cannot be read.
    pub fn keepable(self) -> Result<Self, Unverified> {
        if self.texts().all(can_be_kept) {
            Ok(self)
        } else {
            Err(Unverified::Body)
        }
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let outcome = self.standing.outcome.as_ref();
        let written = outcome.and_then(PaymentOutcome::text);
        [self.event.as_str(), self.standing.reference.as_str()]
            .into_iter()
            .chain(written)
    }
}

/// PostgreSQL has no text with U+0000.
fn can_be_kept(text: &str) -> bool {
    !text.contains('\0') && text.chars().count() <= LONGEST_TEXT
}

/// How far a refund is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refund {
    /// The money went back.
    Done,
    /// It is on its way, as the provider will report or tell when asked.
    UnderWay,
}

/// Whoever collects payments.
#[async_trait]
pub trait Provider: Debug + Send + Sync {
    /// Its name, in URLs and in what is kept.
    fn name(&self) -> &'static str;

    /// Begins to collect. Asked again for the same payment, it tells of the one begun before.
    async fn create(&self, wanted: &ToCollect) -> Result<(Standing, NextAction), Failure>;

    /// Where a payment stands.
    async fn status(&self, reference: &str) -> Result<Standing, Failure>;

    /// Gives a payment up, unless its money has arrived: where it stands after that.
    async fn cancel(&self, reference: &str) -> Result<Standing, Failure>;

    /// Gives all of its money back. Asked again for the same payment, it gives nothing back twice.
    async fn refund(&self, payment: PaymentId, reference: &str) -> Result<Refund, Failure>;

    /// The header in which it signs its reports.
    fn signature_header(&self) -> &'static str;

    /// Reads a report, if it is the provider's and fresh at `now`. None where it tells of nothing that is ours.
    fn read_event(&self, signature: &str, body: &[u8], now: DateTime<Utc>) -> Result<Option<Report>, Unverified>;
}

/// Every provider that may still be asked; new payments go to the first.
#[derive(Debug, Clone)]
pub struct Providers {
    current: Arc<dyn Provider>,
    others: Vec<Arc<dyn Provider>>,
}

impl Providers {
    /// One that takes new payments, and others that took some once.
    pub fn new(current: Arc<dyn Provider>, others: Vec<Arc<dyn Provider>>) -> Self {
        Self { current, others }
    }

    /// Who takes new payments.
    pub fn current(&self) -> &dyn Provider {
        &*self.current
    }

    /// The provider of a name.
    pub fn named(&self, name: &str) -> Option<&dyn Provider> {
        let all = std::iter::once(&self.current).chain(&self.others);
        all.map(|provider| &**provider).find(|provider| provider.name() == name)
    }
}
