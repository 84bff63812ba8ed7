//! What a loop over the outbox has in hand.
//!
//! Where the database takes no writes for longer than a lease lasts, a message that was sent can neither be settled nor
//! held. The loop that sent it knows, and does not claim it anew.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use domain::ids::MessageId;

/// The messages that a loop works on. Clones are the same.
#[derive(Debug, Clone, Default)]
pub(super) struct InHand(Arc<Mutex<HashSet<MessageId>>>);

impl InHand {
    /// Takes a message in hand, until what is answered is dropped.
    pub(super) fn take(&self, id: MessageId) -> Taken {
        self.with(|messages| messages.insert(id));
        Taken { all: self.clone(), id }
    }

    /// Every message in hand.
    pub(super) fn all(&self) -> Vec<MessageId> {
        self.with(|messages| messages.iter().copied().collect())
    }

    fn with<T>(&self, with: impl FnOnce(&mut HashSet<MessageId>) -> T) -> T {
        with(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A message in hand.
#[derive(Debug)]
pub(super) struct Taken {
    all: InHand,
    id: MessageId,
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.all.with(|messages| messages.remove(&self.id));
    }
}
