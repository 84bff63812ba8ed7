//! The queue of those whose password is hashed: never more at once than there are cores, and no more waiting than are
//! soon served. A flood of sign-ins is turned away at its end, and keeps those who stand in it waiting for a moment only.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::http::Problem;

/// How long somebody waits for a core before being told to come back: where the machine does worse than foreseen.
const TIMEOUT: Duration = Duration::from_secs(10);

/// How many strangers may stand in the queue, for each core. One is served in about 20 ms.
const STRANGERS: usize = 8;

/// How many may stand in it in all: there is room for those who are known when strangers have none.
const EVERYBODY: usize = 2 * STRANGERS;

/// Whoever wants a password hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Holds a good link, or has signed in from there before.
    Known,
    /// Anybody.
    Stranger,
}

/// See the module. Clones are the same queue.
#[derive(Debug, Clone)]
pub(super) struct Queue {
    cores: Arc<Semaphore>,
    /// Those who wait, and those whose turn it is.
    present: Arc<AtomicUsize>,
    size: usize,
}

/// A turn: a core, until it is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    _core: OwnedSemaphorePermit,
    _slot: QueueSlot,
}

/// A place in the queue, which is free again when it is dropped.
#[derive(Debug)]
struct QueueSlot(Arc<AtomicUsize>);

impl Drop for QueueSlot {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Queue {
    pub(super) fn new() -> Self {
        Self::of(available_parallelism().map_or(1, usize::from))
    }

    fn of(size: usize) -> Self {
        Self {
            cores: Arc::new(Semaphore::new(size)),
            present: Arc::default(),
            size,
        }
    }

    /// Waits for a turn; 503 where there is no place left.
    pub(super) async fn turn(&self, standing: Standing) -> Result<Turn, Problem> {
        let place = self.place(standing).ok_or_else(Problem::unavailable)?;
        let core = timeout(TIMEOUT, self.cores.clone().acquire_owned()).await;
        Ok(Turn {
            _core: core.map_err(|_| Problem::unavailable())?.map_err(Problem::internal)?,
            _slot: place,
        })
    }

    fn place(&self, standing: Standing) -> Option<QueueSlot> {
        let places = match standing {
            Standing::Known => EVERYBODY,
            Standing::Stranger => STRANGERS,
        };
        let before = self.present.fetch_add(1, Ordering::Relaxed);
        let place = QueueSlot(self.present.clone());
        (before < self.size * (1 + places)).then_some(place)
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;
    use crate::http::Code;

    #[actix_web::test]
    async fn a_flood_is_turned_away_and_leaves_room_for_those_who_are_known() {
        let queue = Queue::of(1);
        let turn = queue.turn(Standing::Stranger).await.expect("a turn");
        let wait = |standing| {
            let mut turn = Box::pin(queue.turn(standing));
            assert!(turn.as_mut().now_or_never().is_none(), "the core is taken");
            turn
        };
        let strangers: Vec<_> = (0..STRANGERS).map(|_| wait(Standing::Stranger)).collect();
        let refused = queue.turn(Standing::Stranger).await.expect_err("one too many");
        assert_eq!(refused.code(), Code::Unavailable);
        let known: Vec<_> = (STRANGERS..EVERYBODY).map(|_| wait(Standing::Known)).collect();
        queue.turn(Standing::Known).await.expect_err("one too many");

        // Whoever goes away leaves their place to another, and in the end everybody is gone.
        drop((strangers, known));
        let next = wait(Standing::Stranger);
        drop(turn);
        drop(next.await.expect("a turn"));
        assert_eq!(queue.present.load(Ordering::Relaxed), 0);
    }
}
