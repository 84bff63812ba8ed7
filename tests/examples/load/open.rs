//! The open loop: requests leave by the clock, and their time counts from when they should have left.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::tally::Tally;
use crate::wire::Connection;
use crate::work::Work;

/// Requests that can be under way at once: those beyond wait for a connection, and their time counts.
const CONNECTIONS: usize = 128;

/// Requests that leave by the clock, until they are told to end.
pub struct Flow {
    over: Arc<AtomicBool>,
    asking: JoinSet<Tally>,
}

/// When the next request leaves. The pacer sleeps on a thread of its own: the runtime's timer knows milliseconds only.
struct Clock {
    start: Instant,
    pace: Duration,
    due: Semaphore,
    taken: AtomicU32,
}

impl Flow {
    /// Begins, at so many requests a second.
    pub async fn begin(address: &str, work: Work, rate: u32) -> Self {
        let (work, over) = (Arc::new(work), Arc::new(AtomicBool::new(false)));
        let mut connections = Vec::new();
        for _ in 0..CONNECTIONS {
            connections.push(Connection::open(address).await);
        }
        let clock = Arc::new(Clock {
            start: Instant::now(),
            pace: Duration::from_secs(1) / rate,
            due: Semaphore::new(0),
            taken: AtomicU32::new(0),
        });
        let mut asking = JoinSet::new();
        for connection in connections {
            asking.spawn(ask(connection, Arc::clone(&work), Arc::clone(&clock)));
        }
        let until = Arc::clone(&over);
        std::thread::spawn(move || clock.tick(&until));
        Self { over, asking }
    }

    /// Ends it once what has left is answered.
    pub async fn end(self) -> Tally {
        self.over.store(true, Ordering::Relaxed);
        let tallies = self.asking.join_all().await;
        tallies.into_iter().fold(Tally::default(), Tally::and)
    }
}

impl Clock {
    /// Lets one request leave after the other.
    fn tick(&self, over: &AtomicBool) {
        let mut due = self.start;
        while !over.load(Ordering::Relaxed) {
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            self.due.add_permits(1);
            due += self.pace;
        }
        self.due.close();
    }

    /// Waits for the next request that is due; when it should leave.
    async fn next(&self) -> Option<Instant> {
        self.due.acquire().await.ok()?.forget();
        Some(self.start + self.pace * self.taken.fetch_add(1, Ordering::Relaxed))
    }
}

async fn ask(mut connection: Connection, work: Arc<Work>, clock: Arc<Clock>) -> Tally {
    let mut tally = Tally::default();
    while let Some(due) = clock.next().await {
        let Some(next) = work.next() else { break };
        let answered = connection.send(next).await;
        tally.add(answered, due.elapsed());
    }
    tally
}
