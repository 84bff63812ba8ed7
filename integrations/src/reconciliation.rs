//! Asks providers about payments of which nothing was heard for too long: their reports may never have come.

use std::time::Duration;

use chrono::TimeDelta;
use domain::actor::Actor;
use persistence::payments::{self, PaymentRecord};
use persistence::{Author, Result, Store};
use tokio::sync::watch;

use crate::payments::Providers;

/// How many payments are looked up at once.
const AT_ONCE: i64 = 100;

/// How often, and about what, it asks.
#[derive(Debug, Clone)]
pub struct Reconciliation {
    store: Store,
    providers: Providers,
    /// How long it rests between two rounds.
    pub rest: Duration,
    /// How long nothing has changed about a payment, by the business clock, before it is asked about.
    pub silence: TimeDelta,
}

impl Reconciliation {
    /// Every quarter of an hour, about payments that have not changed for as long (assumed): a driver who hesitates
    /// costs a question now and then.
    pub fn new(store: Store, providers: Providers) -> Self {
        Self {
            store,
            providers,
            rest: Duration::from_mins(15),
            silence: TimeDelta::minutes(15),
        }
    }

    /// Asks once about each payment that is pending, or whose money is to go back. Answers how many of them moved.
    pub async fn once(&self) -> Result<usize> {
        let before = self.store.clock().now() - self.silence;
        let (mut cursor, mut moved) = (None, 0);
        loop {
            let silent = self
                .store
                .read(move |db| payments::awaiting_provider(db, before, cursor, AT_ONCE))
                .await?;
            let Some(last) = silent.last() else { return Ok(moved) };
            cursor = Some(last.id);
            for payment in &silent {
                match self.ask_about(payment).await {
                    Ok(has_moved) => moved += usize::from(has_moved),
                    Err(error) => tracing::warn!(payment = %payment.id, %error, "not reconciled"),
                }
            }
        }
    }

    /// Takes in what the provider says of a payment. A provider that does not answer is asked next time.
    async fn ask_about(&self, payment: &PaymentRecord) -> Result<bool> {
        let provider = self.providers.named(&payment.provider);
        // Without a reference nobody was told how to pay it: its start is finished by whoever starts it again.
        let (Some(provider), Some(reference)) = (provider, &payment.provider_reference) else {
            return Ok(false);
        };
        let (id, version) = (payment.id, payment.version);
        let outcome = match provider.status(reference).await {
            Ok(standing) => standing.outcome,
            Err(error) => {
                tracing::warn!(payment = %id, %error, "the provider does not say how a payment stands");
                None
            }
        };
        let Some(outcome) = outcome else { return Ok(false) };
        let author = Author::of(Actor::Payment(payment.provider.clone()));
        let taken_in = self.store.write(author, move |tx| payments::report(tx, id, &outcome));
        Ok(taken_in.await?.version != version)
    }
}

/// Asks, round after round, until it is told to stop. Any number of processes may do so side by side.
pub(crate) async fn run(reconciliation: Reconciliation, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        match reconciliation.once().await {
            Ok(0) => {}
            Ok(moved) => tracing::info!(moved, "payments moved on because their provider was asked"),
            Err(error) => tracing::warn!(%error, "payments could not be reconciled"),
        }
        tokio::select! {
            _ = stopped.changed() => {}
            () = tokio::time::sleep(reconciliation.rest) => {}
        }
    }
}
