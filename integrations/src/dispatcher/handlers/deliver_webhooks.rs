//! Tells partners' endpoints of events.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use domain::webhook::{EndpointStage, WebhookEvent, rest_after};
use persistence::Store;
use persistence::keys::Seal;
use persistence::outbox::Claimed;
use persistence::webhooks::DeliverWebhook;
use persistence::webhooks::attempts::{self, Called};
use persistence::webhooks::deliveries::{self, Outgoing};

use super::calls_under_way::CallsUnderWay;
use crate::Failure;
use crate::dispatcher::{Done, Handler};
use crate::webhooks::Caller;

/// Sends events to endpoints. What fails is tried again for two days, ever more seldom; an endpoint that failed is left
/// alone for a while with everything that is for it.
#[derive(Debug, Clone)]
pub struct DeliverWebhooks {
    store: Store,
    seal: Arc<Seal>,
    caller: Caller,
    under_way: CallsUnderWay,
}

impl DeliverWebhooks {
    /// What this store decided, signed by what this seal opens.
    pub fn new(store: Store, seal: Arc<Seal>, caller: Caller) -> Self {
        Self {
            store,
            seal,
            caller,
            under_way: CallsUnderWay::default(),
        }
    }

    async fn send(&self, outgoing: Outgoing) -> Done {
        let (endpoint, is_failing) = (outgoing.endpoint.id, outgoing.endpoint.failures > 0);
        let _place = match self.under_way.begin(endpoint, is_failing) {
            Ok(place) => place,
            Err(room) => return Done::again_in(room, "the endpoint is called often enough just now"),
        };
        let called = self.caller.call(&outgoing).await;
        let pause = pause(&outgoing, &called);
        let id = outgoing.delivery.id;
        let is_test = outgoing.event.event == WebhookEvent::Test;
        let is_taken = called.is_taken();
        let done = if is_taken || is_test {
            Done::plainly()
        } else {
            Done::again_in(pause, &said(&called))
        };
        done.with(move |tx| {
            attempts::record(tx, id, endpoint, &called)?;
            // Whoever tests wants to know how it went, and not for two days.
            if is_test && !is_taken {
                deliveries::give_up(tx, id)?;
            }
            Ok(())
        })
    }
}

#[async_trait]
impl Handler for DeliverWebhooks {
    async fn handle(&self, message: &Claimed) -> Result<Done, Failure> {
        let DeliverWebhook { delivery: id } = super::payload(message)?;
        let seal = self.seal.clone();
        let found = self.store.read(move |db| deliveries::outgoing(db, &seal, id)).await?;
        let Some(outgoing) = found else {
            return Ok(Done::plainly());
        };
        let now = self.store.clock().system().now();
        let (endpoint, is_test) = (&outgoing.endpoint, outgoing.event.event == WebhookEvent::Test);
        if outgoing.delivery.give_up_at <= now {
            return Ok(Done::and(move |tx| deliveries::give_up(tx, id)));
        }
        // A test shows whether it works again.
        if endpoint.stage == EndpointStage::Paused && !is_test {
            let endpoint = endpoint.id;
            return Ok(Done::and(move |tx| deliveries::hold(tx, id, endpoint)));
        }
        match left_alone(endpoint.rest_until, now) {
            Some(rest) if !is_test => Ok(Done::again_in(
                rest,
                "the endpoint failed, and is left alone for a while",
            )),
            _ => Ok(self.send(outgoing).await),
        }
    }
}

/// For how long the endpoint is left alone yet, if it is.
fn left_alone(until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<Duration> {
    (until? - now).to_std().ok().filter(|rest| !rest.is_zero())
}

/// How long a delivery pauses that was not taken: as long as its endpoint does, or longer where it is this one that the
/// endpoint does not digest; and no longer than until it is given up.
fn pause(outgoing: &Outgoing, called: &Called) -> Duration {
    let of_endpoint = rest_after(outgoing.endpoint.failures + 1, called.retry_after);
    let own = rest_after(outgoing.delivery.attempts + 1, None);
    let left = (outgoing.delivery.give_up_at - called.at).max(TimeDelta::seconds(1));
    of_endpoint.max(own).min(left).to_std().unwrap_or_default()
}

fn said(called: &Called) -> String {
    match (called.status, &called.error) {
        (Some(status), _) => format!("the endpoint answered {status}"),
        (None, Some(error)) => format!("the endpoint did not answer: {error}"),
        (None, None) => "the endpoint did not answer".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_left_alone_until_its_rest_is_over() {
        let now: DateTime<Utc> = "2026-11-22T09:00:00Z".parse().expect("an instant");
        let in_seconds = |seconds| Some(now + TimeDelta::seconds(seconds));
        assert_eq!(left_alone(None, now), None);
        assert_eq!(left_alone(in_seconds(-1), now), None);
        assert_eq!(left_alone(in_seconds(0), now), None);
        assert_eq!(left_alone(in_seconds(30), now), Some(Duration::from_secs(30)));
    }
}
