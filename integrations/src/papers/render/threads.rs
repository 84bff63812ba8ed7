//! The threads that print: few, their own, and behind everybody else for the processor, so that requests keep their
//! speed. They are always the same ones, so that what the typesetter takes and gives back stays in one place of the
//! memory.

use std::io;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use tokio::sync::oneshot;

/// How much less of a busy processor these threads get than others: about a tenth.
const NICER: i32 = 10;

type Work = Box<dyn FnOnce() + Send>;

/// Threads that wait for work, until the last of these handles is gone.
#[derive(Debug, Clone)]
pub(crate) struct Threads {
    work: mpsc::Sender<Work>,
}

impl Threads {
    /// Starts so many.
    pub(crate) fn start(number: NonZeroUsize) -> io::Result<Self> {
        let (work, waiting) = mpsc::channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..number.get() {
            let waiting = waiting.clone();
            std::thread::Builder::new()
                .name("printing".to_owned())
                .spawn(move || serve(&waiting))?;
        }
        Ok(Self { work })
    }

    /// Has something done by the next thread that is free. None where it panicked.
    pub(crate) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let (answer, answered) = oneshot::channel();
        let work = move || {
            // Nobody may wait for it any more.
            answer.send(work()).ok();
        };
        self.work.send(Box::new(work)).ok()?;
        answered.await.ok()
    }
}

fn serve(waiting: &Mutex<mpsc::Receiver<Work>>) {
    give_way();
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(work) = next else { return };
        // Whoever waits for it sees that no answer comes; the thread goes on to the next.
        catch_unwind(AssertUnwindSafe(work)).ok();
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
