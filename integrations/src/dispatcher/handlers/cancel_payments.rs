//! Gives payments up at their provider too, so that nobody pays for a case that has moved on.

use crate::Failure;
use async_trait::async_trait;
use domain::payment::Stage;
use persistence::Store;
use persistence::outbox::Claimed;
use persistence::payments::{self, ProviderTask};

use crate::dispatcher::{Done, Handler};
use crate::payments::Providers;

/// Asks the provider to take no money for a payment that was given up.
#[derive(Debug, Clone)]
pub struct CancelPayments {
    store: Store,
    providers: Providers,
}

impl CancelPayments {
    /// At these providers.
    pub fn new(store: Store, providers: Providers) -> Self {
        Self { store, providers }
    }
}

#[async_trait]
impl Handler for CancelPayments {
    async fn handle(&self, message: &Claimed) -> Result<Done, Failure> {
        let ProviderTask { payment_id } = super::payload(message)?;
        let payment = self.store.read(move |db| payments::find(db, payment_id)).await?;
        // The provider may never have heard of it.
        let (Stage::Cancelled, Some(reference)) = (payment.stage, &payment.provider_reference) else {
            return Ok(Done::plainly());
        };
        let provider = super::provider(&self.providers, &payment.provider)?;
        let standing = provider.cancel(reference).await?;
        // Where the driver was faster, the money is here, and goes back.
        Ok(match standing.outcome {
            Some(outcome) => Done::and(move |tx| payments::report(tx, payment_id, &outcome).map(drop)),
            None => Done::plainly(),
        })
    }
}
