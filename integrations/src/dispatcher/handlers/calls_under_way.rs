//! How many calls to each endpoint are under way: a slow one takes few of the places that all share.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::ids::WebhookEndpointId;

/// The most calls at once to an endpoint that does well.
const MOST: u32 = 4;
/// The most to one that failed: whether it works again, one call tells.
const MOST_WHILE_FAILING: u32 = 1;
/// How long a delivery makes room for others where its endpoint is called often enough just now; the more of them do, the
/// longer, so that thousands for one endpoint do not come back every few seconds only to be turned away.
const ROOM: Duration = Duration::from_secs(3);
/// How long it does at most.
const MOST_ROOM: Duration = Duration::from_mins(1);
/// How many deliveries are turned away for the same time.
const TURNED_AWAY_TOGETHER: u32 = 64;

/// See the module. Clones are the same.
#[derive(Debug, Clone, Default)]
pub(super) struct CallsUnderWay(Arc<Mutex<HashMap<WebhookEndpointId, Calls>>>);

/// The calls to one endpoint.
#[derive(Debug, Default)]
struct Calls {
    under_way: u32,
    turned_away: u32,
}

impl CallsUnderWay {
    /// A place for a call, until it is dropped; where there are enough calls, how long to make room for others.
    pub(super) fn begin(&self, endpoint: WebhookEndpointId, is_failing: bool) -> Result<Place, Duration> {
        let most = if is_failing { MOST_WHILE_FAILING } else { MOST };
        self.with(|calls| {
            let calls = calls.entry(endpoint).or_default();
            if calls.under_way >= most {
                calls.turned_away = calls.turned_away.saturating_add(1);
                return Err(room(calls.turned_away));
            }
            calls.under_way += 1;
            Ok(Place {
                all: self.clone(),
                endpoint,
            })
        })
    }

    fn end(&self, endpoint: WebhookEndpointId) {
        self.with(|calls| match calls.get_mut(&endpoint) {
            Some(calls) if calls.under_way > 1 => calls.under_way -= 1,
            _ => drop(calls.remove(&endpoint)),
        });
    }

    fn with<T>(&self, with: impl FnOnce(&mut HashMap<WebhookEndpointId, Calls>) -> T) -> T {
        with(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn room(turned_away: u32) -> Duration {
    ROOM.saturating_mul(1 + turned_away / TURNED_AWAY_TOGETHER)
        .min(MOST_ROOM)
}

/// A call under way.
#[derive(Debug)]
pub(super) struct Place {
    all: CallsUnderWay,
    endpoint: WebhookEndpointId,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.all.end(self.endpoint);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(number: u128) -> WebhookEndpointId {
        WebhookEndpointId(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn one_endpoint_takes_few_places_and_gives_them_back() {
        let calls = CallsUnderWay::default();
        let places: Vec<_> = (0..MOST)
            .map(|_| calls.begin(endpoint(1), false).expect("a place"))
            .collect();
        assert!(calls.begin(endpoint(1), false).is_err());
        assert!(calls.begin(endpoint(2), false).is_ok());
        drop(places);
        assert!(calls.begin(endpoint(1), false).is_ok());
        assert!(calls.with(|calls| calls.is_empty()));
    }

    #[test]
    fn one_that_fails_takes_a_single_place() {
        let calls = CallsUnderWay::default();
        let place = calls.begin(endpoint(1), true).expect("a place");
        assert!(calls.begin(endpoint(1), true).is_err());
        drop(place);
        assert!(calls.begin(endpoint(1), true).is_ok());
    }

    #[test]
    fn the_more_are_turned_away_the_longer() {
        assert_eq!(room(1), ROOM);
        assert_eq!(room(TURNED_AWAY_TOGETHER), ROOM * 2);
        assert_eq!(room(u32::MAX), MOST_ROOM);
    }
}
