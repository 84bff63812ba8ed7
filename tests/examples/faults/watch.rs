//! Somebody who has nothing to do with it, and goes on asking.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tests::Client;
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// Between two requests.
const PACE: Duration = Duration::from_millis(20);

/// A bystander at work.
pub struct Bystander {
    over: Arc<AtomicBool>,
    asking: JoinHandle<Duration>,
}

impl Bystander {
    /// Asks for these things in turn.
    pub fn of(client: Client, paths: Vec<String>) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let until = over.clone();
        let asking = tokio::spawn(async move {
            let mut longest = Duration::ZERO;
            for path in paths.iter().cycle() {
                if until.load(Ordering::Relaxed) {
                    break;
                }
                let from = Instant::now();
                client.get(path).come_what_may().await;
                longest = longest.max(from.elapsed());
                tokio::time::sleep(PACE).await;
            }
            longest
        });
        Self { over, asking }
    }

    /// How long they waited at the longest; `None` where they got no answer at all.
    pub async fn longest_wait(self) -> Option<Duration> {
        self.over.store(true, Ordering::Relaxed);
        self.asking.await.ok()
    }
}
