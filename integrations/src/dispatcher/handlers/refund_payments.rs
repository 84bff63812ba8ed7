//! Gives money back.

use crate::Failure;
use async_trait::async_trait;
use domain::payment::{Alert, PaymentOutcome, Stage, may_be_refunded};
use persistence::Store;
use persistence::outbox::Claimed;
use persistence::payments::{self, ProviderTask};

use crate::dispatcher::{Done, Handler, system};
use crate::payments::{Providers, Refund};

/// Asks the provider to give all the money of a payment back.
#[derive(Debug, Clone)]
pub struct RefundPayments {
    store: Store,
    providers: Providers,
}

impl RefundPayments {
    /// At these providers.
    pub fn new(store: Store, providers: Providers) -> Self {
        Self { store, providers }
    }
}

#[async_trait]
impl Handler for RefundPayments {
    async fn handle(&self, message: &Claimed) -> Result<Done, Failure> {
        let ProviderTask { payment_id } = super::payload(message)?;
        let payment = self.store.read(move |db| payments::find(db, payment_id)).await?;
        if payment.stage != Stage::RefundDue {
            return Ok(Done::plainly());
        }
        let Some(reference) = &payment.provider_reference else {
            return Err(Failure::Later("what the provider calls it is not known yet".to_owned()));
        };
        if !may_be_refunded(payment.alert) {
            return Err(Failure::Hindered(
                "the card's holder disputes the payment at their bank".to_owned(),
            ));
        }
        let provider = super::provider(&self.providers, &payment.provider)?;
        let refunded = provider.refund(payment_id, reference).await;
        if let Err(Failure::Never(_)) = &refunded {
            let called = self.store.write(system(), move |tx| {
                payments::alarm(tx, payment_id, Alert::RefundRefused)
            });
            called.await?;
        }
        Ok(match refunded? {
            Refund::Done => Done::and(move |tx| payments::report(tx, payment_id, &PaymentOutcome::Refunded).map(drop)),
            // The provider reports it, or tells when it is asked.
            Refund::UnderWay => Done::plainly(),
        })
    }
}
