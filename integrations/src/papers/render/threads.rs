//! The threads that print: few, their own, and behind everybody else for the processor, so that requests keep their
//! speed. They are always the same ones, so that what the typesetter takes and gives back stays in one place of the
//! memory; and what it does side by side stays on them too.

use std::io;
use std::num::NonZeroUsize;
use std::sync::Arc;

use rayon::{ThreadPool, ThreadPoolBuilder};
use tokio::sync::oneshot;

/// How much less of a busy processor these threads get than others: about a tenth.
const NICER: i32 = 10;

/// Threads that wait for work, until the last of these handles is gone.
#[derive(Debug, Clone)]
pub(crate) struct Threads(Arc<ThreadPool>);

impl Threads {
    /// Starts so many.
    pub(crate) fn start(number: NonZeroUsize) -> io::Result<Self> {
        let pool = ThreadPoolBuilder::new()
            .num_threads(number.get())
            .thread_name(|_| "printing".to_owned())
            .start_handler(|_| give_way())
            // Whoever waits for it sees that no answer comes; the thread goes on to the next.
            .panic_handler(|_| {})
            .build()
            .map_err(io::Error::other)?;
        Ok(Self(Arc::new(pool)))
    }

    /// Has something done by the next thread that is free, in the order of asking. None where it panicked.
    pub(crate) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let (answer, answered) = oneshot::channel();
        self.0.spawn_fifo(move || {
            // Nobody may wait for it any more.
            answer.send(work()).ok();
        });
        answered.await.ok()
    }
}

/// On Linux each thread has a priority of its own; elsewhere it would be the whole process's.
#[cfg(target_os = "linux")]
fn give_way() {
    if let Err(error) = rustix::process::nice(NICER) {
        tracing::debug!(%error, "printing does not give way to requests");
    }
}

#[cfg(not(target_os = "linux"))]
fn give_way() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_takes_no_thread_away() {
        let threads = Threads::start(NonZeroUsize::MIN).expect("a thread");
        let panicked = threads.run(|| panic!("on purpose")).await;
        assert!(panicked.is_none());
        assert_eq!(
            threads.run(|| std::thread::current().name().map(str::to_owned)).await,
            Some(Some("printing".to_owned()))
        );
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn only_the_printing_thread_gives_way() {
        let threads = Threads::start(NonZeroUsize::MIN).expect("a thread");
        let priority = || rustix::process::getpriority_process(None).expect("a priority");
        let own = priority();
        assert_eq!(threads.run(priority).await, Some((own + NICER).min(19)));
        assert_eq!(priority(), own);
    }
}
