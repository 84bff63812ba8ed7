//! Makes deliveries of webhooks again, and lets go what was held, a few at a time.

use async_trait::async_trait;
use persistence::outbox::Claimed;
use persistence::webhooks::replay::{self, ReplayWebhooks as Message};

use crate::Failure;
use crate::dispatcher::{Done, Handler};

/// Carries a replay on, in the transaction that settles its message.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReplayWebhooks;

#[async_trait]
impl Handler for ReplayWebhooks {
    async fn handle(&self, message: &Claimed) -> Result<Done, Failure> {
        let wanted: Message = super::payload(message)?;
        Ok(Done::and(move |tx| replay::carry_on(tx, &wanted)))
    }
}
