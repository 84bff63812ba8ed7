//! The provider that the sandbox plays: a page where a driver types one of three card numbers, and reports that are
//! signed and read like a real provider's.

#[cfg(test)]
mod tests;

use crate::Failure;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::ids::PaymentId;
use domain::payment::PaymentOutcome;
use domain::words::Word;
use persistence::sandbox_payments::{self as kept, NewSandboxPayment, SandboxPayment, Stage};
use persistence::{Error, Store, Tx};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::signature::{self, Unverified};
use super::{NextAction, Provider, Refund, Report, Standing, ToCollect};
use crate::dispatcher::system;

/// Signs the sandbox's reports. Known to everybody, so that test suites can report what they like, as often and in what
/// order they like.
pub const WEBHOOK_SECRET: &str = "sandbox-webhook-secret";

/// The header that carries the signature.
pub const SIGNATURE: &str = "sandbox-signature";

/// Signs a report at an instant of real time, as [`SIGNATURE`] carries it.
pub fn sign(body: &[u8], now: DateTime<Utc>) -> String {
    signature::sign(WEBHOOK_SECRET.as_bytes(), body, now)
}

/// The cards that the sandbox knows, by their numbers (Stripe's own test cards).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestCard {
    /// Pays.
    Accepted,
    /// Is declined.
    Declined,
    /// Pays once its owner has confirmed.
    NeedsConfirmation,
}

impl TestCard {
    /// Each with its number.
    pub const NUMBERS: [(Self, &'static str); 3] = [
        (Self::Accepted, "4242 4242 4242 4242"),
        (Self::Declined, "4000 0000 0000 0002"),
        (Self::NeedsConfirmation, "4000 0025 0000 3155"),
    ];

    /// The card of a number, however it is grouped.
    pub fn of_number(number: &str) -> Option<Self> {
        let digits = |number: &str| -> String {
            number
                .chars()
                .filter(|sign| !" -\u{a0}\u{202f}".contains(*sign))
                .collect()
        };
        let wanted = digits(number);
        Self::NUMBERS
            .into_iter()
            .find(|(_, known)| digits(known) == wanted)
            .map(|(card, _)| card)
    }

    fn stage(self) -> Stage {
        match self {
            Self::Accepted => Stage::Captured,
            Self::Declined => Stage::Declined,
            Self::NeedsConfirmation => Stage::Confirming,
        }
    }
}

/// What may happen to a payment after the money arrived, without a word from the hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aftermath {
    /// Half of the money is given back by hand.
    PartlyRefunded,
    /// The card's holder disputes it at their bank.
    DisputeOpened,
    /// The dispute is over, and the money stays.
    DisputeWon,
    /// The dispute is over, and the bank gave the money to the card's holder.
    DisputeLost,
}

/// A report, as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// What stands in [`SIGNATURE`].
    pub signature: String,
    /// What is signed.
    pub body: Vec<u8>,
}

/// The provider.
#[derive(Debug, Clone)]
pub struct Sandbox {
    store: Store,
    base: String,
}

impl Sandbox {
    /// With its pages at `base`, the hub's public address without a slash at its end.
    pub fn new(store: Store, base: impl Into<String>) -> Self {
        Self {
            store,
            base: base.into(),
        }
    }

    /// A payment as the provider knows it.
    pub async fn find(&self, payment: PaymentId) -> Result<SandboxPayment, Error> {
        self.store.read(move |db| kept::find(db, payment)).await
    }

    /// The driver gives a card.
    pub async fn take_card(
        &self,
        payment: PaymentId,
        card: TestCard,
        now: DateTime<Utc>,
    ) -> Result<(SandboxPayment, Option<Signed>), Error> {
        self.go(payment, card.stage(), now).await
    }

    /// The driver confirms at their bank that it is them, or does not.
    pub async fn confirm(
        &self,
        payment: PaymentId,
        is_owner: bool,
        now: DateTime<Utc>,
    ) -> Result<(SandboxPayment, Option<Signed>), Error> {
        let next = if is_owner { Stage::Captured } else { Stage::Declined };
        self.go(payment, next, now).await
    }

    /// Moves it on, if it can go there; and what the provider then reports. `now` is real time, for the signature.
    async fn go(
        &self,
        payment: PaymentId,
        next: Stage,
        now: DateTime<Utc>,
    ) -> Result<(SandboxPayment, Option<Signed>), Error> {
        let gone = self.store.write(system(), move |tx| {
            let event: Uuid = tx.id();
            kept::go(tx, payment, next).map(|(record, moved)| (record, moved.then_some(event)))
        });
        let (record, event) = gone.await?;
        let report = match event {
            Some(event) => Event::of(&record, event)?.map(|event| event.signed(now)),
            None => None,
        };
        Ok((record, report))
    }

    /// Something happens to a payment that was paid, and what the provider then reports; nothing to one that was not.
    pub async fn happens(
        &self,
        payment: PaymentId,
        what: Aftermath,
        now: DateTime<Utc>,
    ) -> Result<(SandboxPayment, Option<Signed>), Error> {
        let seen = self.store.write(system(), move |tx| {
            let event: Uuid = tx.id();
            kept::find(tx, payment).map(|record| (record, event))
        });
        let (record, event) = seen.await?;
        let is_paid = record.stage()? == Stage::Captured;
        let report = is_paid.then(|| Event::after(&record, what, event).signed(now));
        Ok((record, report))
    }

    async fn moved(&self, reference: &str, next: Stage) -> Result<SandboxPayment, Failure> {
        let payment = payment(reference)?;
        let moved = self
            .store
            .write(system(), move |tx: &mut Tx<'_>| kept::go(tx, payment, next));
        moved.await.map(|(record, _)| record).map_err(failure)
    }
}

#[async_trait]
impl Provider for Sandbox {
    fn name(&self) -> &'static str {
        "sandbox"
    }

    async fn create(&self, wanted: &ToCollect) -> Result<(Standing, NextAction), Failure> {
        let new = NewSandboxPayment {
            id: wanted.payment,
            case_reference: wanted.case_reference.clone(),
            amount: wanted.amount,
            currency: wanted.currency,
            return_url: wanted.return_url.clone(),
        };
        let begun = self.store.write(system(), move |tx| kept::begin(tx, &new)).await;
        let record = begun.map_err(failure)?;
        let url = format!("{}/sandbox/payments/{}", self.base, record.id);
        Ok((standing(&record)?, NextAction::Redirect { url }))
    }

    async fn status(&self, reference: &str) -> Result<Standing, Failure> {
        let record = self.find(payment(reference)?).await.map_err(failure)?;
        standing(&record)
    }

    async fn cancel(&self, reference: &str) -> Result<Standing, Failure> {
        standing(&self.moved(reference, Stage::Cancelled).await?)
    }

    async fn refund(&self, _: PaymentId, reference: &str) -> Result<Refund, Failure> {
        match self.moved(reference, Stage::Refunded).await?.stage().map_err(failure)? {
            Stage::Refunded => Ok(Refund::Done),
            _ => Err(Failure::Never("it was never paid".to_owned())),
        }
    }

    fn signature_header(&self) -> &'static str {
        SIGNATURE
    }

    fn read_event(&self, signature: &str, body: &[u8], now: DateTime<Utc>) -> Result<Option<Report>, Unverified> {
        signature::verify(WEBHOOK_SECRET.as_bytes(), signature, body, now)?;
        let event: Event = serde_json::from_slice(body).map_err(|_| Unverified::Body)?;
        Ok(Some(event.report()))
    }
}

/// A report, in the sandbox's own language.
#[derive(Debug, Serialize, Deserialize)]
struct Event {
    id: String,
    payment_id: PaymentId,
    outcome: Reported,
    amount: i64,
    currency: String,
}

/// What it reports, by its words for it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reported {
    Succeeded,
    Declined,
    Cancelled,
    Refunded,
    PartlyRefunded,
    DisputeOpened,
    DisputeWon,
    DisputeLost,
}

impl Reported {
    /// What it reports of a payment that has come to a stage. Nothing while nothing is decided.
    fn of(stage: Stage) -> Option<Self> {
        match stage {
            Stage::Open | Stage::Confirming => None,
            Stage::Declined => Some(Self::Declined),
            Stage::Captured => Some(Self::Succeeded),
            Stage::Cancelled => Some(Self::Cancelled),
            Stage::Refunded => Some(Self::Refunded),
        }
    }

    /// What it means for the hub, where so much arrived or was given back.
    fn outcome(self, amount: i64, currency: String) -> PaymentOutcome {
        match self {
            Self::Succeeded => PaymentOutcome::Succeeded { amount, currency },
            Self::Declined => PaymentOutcome::declined(),
            Self::Cancelled => PaymentOutcome::Cancelled,
            Self::Refunded => PaymentOutcome::Refunded,
            Self::PartlyRefunded => PaymentOutcome::PartlyRefunded { amount, currency },
            Self::DisputeOpened => PaymentOutcome::DisputeOpened {
                reason: Some("fraudulent".to_owned()),
            },
            Self::DisputeWon => PaymentOutcome::DisputeWon,
            Self::DisputeLost => PaymentOutcome::DisputeLost,
        }
    }
}

impl From<Aftermath> for Reported {
    fn from(what: Aftermath) -> Self {
        match what {
            Aftermath::PartlyRefunded => Self::PartlyRefunded,
            Aftermath::DisputeOpened => Self::DisputeOpened,
            Aftermath::DisputeWon => Self::DisputeWon,
            Aftermath::DisputeLost => Self::DisputeLost,
        }
    }
}

impl Event {
    /// What is reported of a payment that has come to where it is. Nothing while nothing is decided.
    fn of(record: &SandboxPayment, id: Uuid) -> Result<Option<Self>, Error> {
        let reported = Reported::of(record.stage()?);
        Ok(reported.map(|outcome| Self::about(record, outcome, record.amount, id)))
    }

    /// What is reported of what happened to a payment that was paid.
    fn after(record: &SandboxPayment, what: Aftermath, id: Uuid) -> Self {
        let amount = match what {
            Aftermath::PartlyRefunded => record.amount / 2,
            _ => record.amount,
        };
        Self::about(record, what.into(), amount, id)
    }

    fn about(record: &SandboxPayment, outcome: Reported, amount: i64, id: Uuid) -> Self {
        Self {
            id: id.to_string(),
            payment_id: record.id,
            outcome,
            amount,
            currency: record.currency.name().to_owned(),
        }
    }

    fn signed(&self, now: DateTime<Utc>) -> Signed {
        let body = serde_json::to_vec(self).expect("texts and numbers");
        Signed {
            signature: sign(&body, now),
            body,
        }
    }

    fn report(self) -> Report {
        Report {
            event: self.id,
            payment: Some(self.payment_id),
            standing: Standing {
                reference: self.payment_id.to_string(),
                outcome: Some(self.outcome.outcome(self.amount, self.currency)),
            },
        }
    }
}

fn standing(record: &SandboxPayment) -> Result<Standing, Failure> {
    let reported = Reported::of(record.stage().map_err(failure)?);
    let currency = record.currency.name().to_owned();
    Ok(Standing {
        reference: record.id.to_string(),
        outcome: reported.map(|reported| reported.outcome(record.amount, currency)),
    })
}

/// The sandbox calls a payment what the hub calls it.
fn payment(reference: &str) -> Result<PaymentId, Failure> {
    reference
        .parse()
        .map_err(|_| Failure::Never("no payment of the sandbox's".to_owned()))
}

fn failure(error: Error) -> Failure {
    match error {
        Error::NotFound => Failure::Never("the sandbox knows no such payment".to_owned()),
        error => Failure::Later(error.to_string()),
    }
}
