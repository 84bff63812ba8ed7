//! How many uploads there are at once, in the process and of one sender. Those beyond wait their turn for a while, few
//! of them, and are told to come back.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use uuid::Uuid;

use crate::http::problem::{Code, Problem};

/// How long an upload waits for its turn.
const TIMEOUT: Duration = if cfg!(test) {
    Duration::from_millis(50)
} else {
    Duration::from_secs(10)
};
/// When somebody who was sent away may come back.
const COME_BACK: Duration = Duration::from_secs(5);
/// How many may be there, uploading or waiting, for each that may upload.
const QUEUED: usize = 8;

/// Turns to upload.
#[derive(Debug)]
pub(super) struct Slots {
    all: Turns,
    each: usize,
    /// Whoever is there. An entry is of no use once nobody holds it.
    senders: Mutex<HashMap<Uuid, Weak<Turns>>>,
}

/// A turn to upload, until it is dropped.
#[derive(Debug)]
pub(super) struct Slot {
    _permits: [OwnedSemaphorePermit; 4],
    /// Keeps the sender's entry.
    _sender: Arc<Turns>,
}

/// Turns, and places to wait for one.
#[derive(Debug)]
struct Turns {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

impl Turns {
    fn new(count: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(count * QUEUED)),
            turns: Arc::new(Semaphore::new(count)),
        }
    }
}

impl Slots {
    /// So many in all, and so many of each sender.
    pub(super) fn new(all: NonZeroUsize, each: NonZeroUsize) -> Self {
        Self {
            all: Turns::new(all.get()),
            each: each.get().min(all.get()),
            senders: Mutex::default(),
        }
    }

    /// A turn for somebody; 503 where too many are there already, or the turn does not come.
    pub(super) async fn take(&self, sender: Uuid) -> Result<Slot, Problem> {
        let sender = self.sender(sender);
        let place = |turns: &Turns| turns.places.clone().try_acquire_owned().map_err(|_| busy());
        let places = [place(&sender)?, place(&self.all)?];
        // One's own turn first, so that nobody keeps from others what they cannot use.
        let turns = async {
            let own = sender.turns.clone().acquire_owned().await?;
            Ok((own, self.all.turns.clone().acquire_owned().await?))
        };
        let turns = timeout(TIMEOUT, turns).await.map_err(|_| busy())?;
        let (own, all) = turns.map_err(|closed: tokio::sync::AcquireError| Problem::internal(closed))?;
        let [own_place, place] = places;
        Ok(Slot {
            _permits: [own_place, place, own, all],
            _sender: sender,
        })
    }

    fn sender(&self, id: Uuid) -> Arc<Turns> {
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = senders.get(&id).and_then(Weak::upgrade) {
            return known;
        }
        senders.retain(|_, turns| turns.strong_count() > 0);
        let new = Arc::new(Turns::new(self.each));
        senders.insert(id, Arc::downgrade(&new));
        new
    }
}

fn busy() -> Problem {
    Problem::new(Code::Unavailable)
        .because(
            "Trop de fichiers arrivent en même temps. Envoyez les vôtres l’un après l’autre.",
            "Too many files are arriving at once. Send yours one after the other.",
        )
        .retry_after(COME_BACK)
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    fn slots(all: usize, each: usize) -> Slots {
        let number = |number| NonZeroUsize::new(number).expect("not zero");
        Slots::new(number(all), number(each))
    }

    fn sender(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    #[tokio::test]
    async fn turns_are_so_many_in_all_and_of_each() {
        let slots = slots(3, 2);
        let first = slots.take(sender(1)).await.expect("a turn");
        let _second = slots.take(sender(1)).await.expect("a turn");
        assert!(
            slots.take(sender(1)).now_or_never().is_none(),
            "a third of one sender waits"
        );
        let _other = slots.take(sender(2)).await.expect("a turn");
        assert!(slots.take(sender(3)).now_or_never().is_none(), "a fourth of all waits");
        drop(first);
        assert!(slots.take(sender(3)).now_or_never().is_some_and(|turn| turn.is_ok()));
    }

    #[tokio::test]
    async fn few_wait_for_their_turn() {
        let slots = slots(2, 1);
        let _turn = slots.take(sender(1)).await.expect("a turn");
        let mut waiting: Vec<_> = (1..QUEUED).map(|_| Box::pin(slots.take(sender(1)))).collect();
        for one in &mut waiting {
            assert!(one.now_or_never().is_none(), "waits");
        }
        let refused = slots.take(sender(1)).await.expect_err("one too many");
        assert_eq!(refused.code(), Code::Unavailable);
        assert!(slots.take(sender(2)).await.is_ok(), "somebody else has their turn");
    }

    #[tokio::test]
    async fn nobody_is_remembered_who_is_gone() {
        let slots = slots(2, 1);
        for number in 0..100 {
            slots.take(sender(number)).await.expect("a turn");
        }
        assert!(slots.senders.lock().expect("whole").len() <= 1);
    }
}
