//! One attempt at one message, and the record of what became of it.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use domain::actor::Actor;
use futures::FutureExt;
use persistence::outbox::{self, Claimed, MOST_ATTEMPTS, Outcome};
use persistence::{Author, Store};
use tokio::time::Instant;

use super::counters::{Count, Counters};
use super::handler::{Done, FollowUp, Handlers, NotDone};
use super::{Options, pauses};

/// How long to wait before another try to record an outcome that the store had no room for.
const ROOM_SOON: Duration = Duration::from_millis(200);

/// What an attempt needs.
#[derive(Debug, Clone)]
pub(super) struct Surroundings {
    pub(super) store: Store,
    pub(super) handlers: Handlers,
    pub(super) options: Options,
    pub(super) counters: Arc<Counters>,
}

/// Whoever writes here is the hub itself.
pub(crate) fn system() -> Author {
    Author {
        actor: Actor::System,
        request_id: None,
    }
}

impl Surroundings {
    /// Attempts a message that this process has claimed.
    pub(super) async fn attempt(self, message: Claimed) {
        let begun = Instant::now();
        let (outcome, follow_up) = match self.carry_out(&message).await {
            Ok(done) => (Outcome::Settled, done.follow_up),
            Err(why) => (self.verdict(&message, &why), None),
        };
        let count = self
            .conclude(&message, outcome, follow_up, begun + self.options.lease)
            .await;
        self.counters.add(message.kind, count);
    }

    async fn carry_out(&self, message: &Claimed) -> Result<Done, NotDone> {
        let handler = self
            .handlers
            .of(message.kind)
            .ok_or_else(|| NotDone::Later("nobody here carries out this kind".to_owned()))?;
        let work = AssertUnwindSafe(handler.handle(message)).catch_unwind();
        match tokio::time::timeout(self.options.patience, work).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_panic)) => Err(NotDone::Later("a defect in the program: it panicked".to_owned())),
            Err(_elapsed) => Err(NotDone::Later("it took too long".to_owned())),
        }
    }

    /// What an attempt that was not successful means for its message.
    fn verdict(&self, message: &Claimed, why: &NotDone) -> Outcome {
        let error = why.to_string();
        match why {
            NotDone::Later(_) if message.attempt < MOST_ATTEMPTS => Outcome::Postponed {
                pause: delta(pauses::after(message.attempt, &self.options)),
                error,
            },
            NotDone::Later(_) | NotDone::Never(_) => Outcome::Failed { error },
        }
    }

    /// Records the outcome, for as long as the lease allows: a message that was sent and cannot be settled is sent
    /// again.
    async fn conclude(
        &self,
        message: &Claimed,
        outcome: Outcome,
        follow_up: Option<FollowUp>,
        until: Instant,
    ) -> Count {
        let follow_up = follow_up.map(Arc::new);
        loop {
            let (id, kind) = (message.id, message.kind);
            let (claimed, wanted, follow_up) = (message.clone(), outcome.clone(), follow_up.clone());
            let concluded = self.store.write(system(), move |tx| {
                let held = outbox::conclude(tx, &claimed, &wanted)?;
                match &follow_up {
                    Some(follow_up) if held => follow_up(tx).map(|()| held),
                    _ => Ok(held),
                }
            });
            match concluded.await {
                Ok(true) => return report(message, &outcome),
                Ok(false) => {
                    tracing::warn!(%id, ?kind, "the claim was lost before the outcome could be recorded");
                    return Count::Lost;
                }
                Err(error) if Instant::now() + ROOM_SOON >= until => {
                    tracing::error!(%id, ?kind, %error, "the outcome could not be recorded");
                    return Count::Lost;
                }
                Err(error) => tracing::warn!(%id, ?kind, %error, "the outcome cannot be recorded yet"),
            }
            tokio::time::sleep(ROOM_SOON).await;
        }
    }
}

/// Tells the log what became of an attempt, and which counter it is for.
fn report(message: &Claimed, outcome: &Outcome) -> Count {
    let (id, kind, attempt) = (message.id, message.kind, message.attempt);
    match outcome {
        Outcome::Settled => {
            tracing::debug!(%id, ?kind, attempt, "carried out");
            Count::Settled
        }
        Outcome::Postponed { error, .. } => {
            tracing::warn!(%id, ?kind, attempt, error, "not carried out yet");
            Count::Postponed
        }
        Outcome::Failed { error } => {
            tracing::error!(%id, ?kind, attempt, error, "given up");
            Count::Failed
        }
    }
}

/// A span of waiting, as the database counts it.
pub(super) fn delta(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX)
}
