//! One attempt at one message, and the record of what became of it.

use crate::{Failure, traces};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use domain::actor::Actor;
use futures::FutureExt;
use persistence::outbox::{self, Claimed, Kind, Lane, MOST_ATTEMPTS, Outcome};
use persistence::{Author, Store};
use tokio::time::Instant;
use tracing::Instrument as _;

use super::counters::{Count, Counters};
use super::handler::{Again, Done, FollowUp, Handlers};
use super::in_hand::InHand;
use super::{Options, pauses, traced};

/// How often a claim is renewed while its lease lasts: one renewal may be missed.
const RENEWALS: u32 = 3;

/// How long to wait before another try to record an outcome that the store had no room for.
const ROOM_SOON: Duration = Duration::from_millis(200);

/// What an attempt needs.
#[derive(Debug, Clone)]
pub(super) struct AttemptContext {
    pub(super) store: Store,
    pub(super) lane: Lane,
    pub(super) handlers: Handlers,
    pub(super) options: Options,
    pub(super) counters: Arc<Counters>,
    pub(super) in_hand: InHand,
}

/// Whoever writes here is the hub itself.
pub(crate) fn system() -> Author {
    Author {
        traceparent: traces::current(),
        ..Author::of(Actor::System)
    }
}

impl AttemptContext {
    /// Attempts a message that this process claimed at `claimed_at`.
    pub(super) async fn attempt(self, message: Claimed, claimed_at: Instant) {
        let _taken = self.in_hand.take(message.id);
        let span = traced::begin(&message);
        let count = self.attempt_once(&message, claimed_at).instrument(span.clone()).await;
        traced::end(&span, count);
        self.counters.add(message.kind, count);
    }

    async fn attempt_once(&self, message: &Claimed, claimed_at: Instant) -> Count {
        let attempted = tokio::select! {
            attempted = self.carry_out(message) => attempted,
            // Somebody else may be at it by now.
            () = self.hold(message, claimed_at) => {
                tracing::warn!(id = %message.id, kind = ?message.kind, "the claim was lost while it was carried out");
                return Count::Lost;
            }
        };
        if let Err(Failure::Hindered(error)) = &attempted {
            tracing::error!(kind = ?message.kind, error, "whoever runs the hub has to put something right");
        }
        let (outcome, follow_up) = match attempted {
            Ok(Done {
                follow_up,
                again: Some(again),
            }) => (postponed(again), follow_up),
            Ok(Done { follow_up, again: None }) => (Outcome::Settled, follow_up),
            Err(why) => (self.verdict(message, &why), None),
        };
        self.conclude(message, outcome, follow_up).await
    }

    /// Renews the claim for as long as it is waited for; comes to an end where the claim is lost, or may be.
    async fn hold(&self, message: &Claimed, claimed_at: Instant) {
        let lease = self.options.lease;
        let mut until = claimed_at + lease;
        loop {
            tokio::time::sleep(lease / RENEWALS).await;
            let asked_at = Instant::now();
            let claimed = message.clone();
            let renewed = self
                .store
                .write(system(), move |tx| outbox::renew(tx, &claimed, delta(lease)));
            match tokio::time::timeout_at(until, renewed).await {
                Ok(Ok(true)) => until = asked_at + lease,
                Ok(Err(error)) if Instant::now() < until => {
                    tracing::warn!(id = %message.id, %error, "the claim cannot be renewed yet");
                }
                Ok(_) | Err(_) => return,
            }
        }
    }

    async fn carry_out(&self, message: &Claimed) -> Result<Done, Failure> {
        let handler = self
            .handlers
            .of(message.kind)
            .ok_or_else(|| Failure::Later("nobody here carries out this kind".to_owned()))?;
        let work = AssertUnwindSafe(handler.handle(message)).catch_unwind();
        match tokio::time::timeout(self.options.timeout, work).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_panic)) => Err(Failure::Later("a defect in the program: it panicked".to_owned())),
            Err(_elapsed) => Err(Failure::Later("it took too long".to_owned())),
        }
    }

    /// What an attempt that was not successful means for its message.
    fn verdict(&self, message: &Claimed, why: &Failure) -> Outcome {
        let error = why.to_string();
        match why {
            Failure::Later(_) | Failure::Hindered(_)
                if message.attempt < MOST_ATTEMPTS || !message.kind.is_given_up() =>
            {
                Outcome::Postponed {
                    pause: delta(pauses::after(message.attempt, &self.options)),
                    error,
                }
            }
            Failure::Later(_) | Failure::Hindered(_) | Failure::Never(_) => Outcome::Failed { error },
        }
    }

    /// Records the outcome, however long the store has no room for it: a message that was sent and is not settled is
    /// sent again.
    async fn conclude(&self, message: &Claimed, mut outcome: Outcome, follow_up: Option<FollowUp>) -> Count {
        let mut follow_up = follow_up.map(Arc::new);
        loop {
            let (id, kind) = (message.id, message.kind);
            match self.record(message, &outcome, follow_up.clone()).await {
                Ok(true) => return report(message, &outcome),
                Ok(false) => {
                    tracing::warn!(%id, ?kind, "the claim was lost before the outcome could be recorded");
                    return Count::Lost;
                }
                Err(error) if error.is_passing() => {
                    tracing::warn!(%id, ?kind, %error, "the outcome cannot be recorded yet");
                    tokio::time::sleep(ROOM_SOON).await;
                }
                // What follows from it is refused: that is what becomes of the message then.
                Err(error) if follow_up.take().is_some() => {
                    outcome = self.verdict(message, &Failure::Later(error.to_string()));
                }
                Err(error) => {
                    tracing::error!(%id, ?kind, %error, "the outcome could not be recorded");
                    return Count::Lost;
                }
            }
        }
    }

    async fn record(
        &self,
        message: &Claimed,
        outcome: &Outcome,
        follow_up: Option<Arc<FollowUp>>,
    ) -> persistence::Result<bool> {
        let (claimed, wanted) = (message.clone(), outcome.clone());
        let recorded = self.store.write(system(), move |tx| {
            let held = outbox::conclude(tx, &claimed, &wanted)?;
            match &follow_up {
                Some(follow_up) if held => follow_up(tx).map(|()| held),
                _ => Ok(held),
            }
        });
        recorded.await
    }
}

fn postponed(again: Again) -> Outcome {
    Outcome::Postponed {
        pause: delta(again.pause),
        error: again.why,
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
        // Whose endpoint it is reads so in the log of deliveries: it is nobody's here to put right.
        Outcome::Postponed { error, .. } if message.kind == Kind::Webhook => {
            tracing::debug!(%id, ?kind, attempt, error, "not delivered yet");
            Count::Postponed
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
