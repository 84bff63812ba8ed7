//! Applies what payment providers reported.

use crate::Failure;
use async_trait::async_trait;
use domain::actor::Actor;
use persistence::outbox::Claimed;
use persistence::payments::events::{self, EventTask};
use persistence::{Author, Error, Store};

use crate::dispatcher::{Done, Handler};

/// Applies a report that was kept when it came.
#[derive(Debug, Clone)]
pub struct ApplyReports {
    store: Store,
}

impl ApplyReports {
    /// To the payments in this store.
    pub fn new(store: Store) -> Self {
        Self { store }
    }
}

#[async_trait]
impl Handler for ApplyReports {
    async fn handle(&self, message: &Claimed) -> Result<Done, Failure> {
        let EventTask { event_id } = super::payload(message)?;
        let event = self.store.read(move |db| events::find(db, event_id)).await?;
        let author = Author::of(Actor::Payment(event.provider));
        let applied = self.store.write(author, move |tx| events::apply(tx, event_id));
        match applied.await {
            Ok(_) => Ok(Done::plainly()),
            Err(Error::NotFound) => Err(Failure::Later("the payment is not known here yet".to_owned())),
            Err(error) => Err(error.into()),
        }
    }
}
