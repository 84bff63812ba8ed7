//! Who waits for a connection: in the order in which they came, without occupying a thread. A thread that has done what
//! one asked goes on with the next, and rests only where nobody waits: under load nobody has to be woken.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// Tasks that may wait.
const MOST_WAITING: usize = 1_024;

/// Tasks that wait for their turn, and how many threads do them.
pub(super) struct Queue<Task> {
    state: Mutex<State<Task>>,
    most_threads: usize,
    /// Told when a thread rests.
    rested: Notify,
}

struct State<Task> {
    tasks: VecDeque<(Turn, Task)>,
    threads: usize,
    is_closed: bool,
}

/// What became of a task that was put into a queue.
pub(super) enum Pushed<Task> {
    /// A thread comes to it.
    Waits,
    /// So will a thread, which is to be started with this.
    NeedsThread(Thread<Task>),
    /// It was dropped: the queue is full, or closed.
    Refused,
}

impl<Task> Queue<Task> {
    /// One that so many threads do the tasks of, at the most.
    pub(super) fn new(most_threads: usize) -> Self {
        let state = State {
            tasks: VecDeque::new(),
            threads: 0,
            is_closed: false,
        };
        Self {
            state: Mutex::new(state),
            most_threads,
            rested: Notify::new(),
        }
    }

    /// Puts a task at the end, where there is room. Those that nobody waits for any more take none.
    pub(super) fn push(self: &Arc<Self>, turn: Turn, task: Task) -> Pushed<Task> {
        let mut state = self.state();
        if state.tasks.len() >= MOST_WAITING {
            state.tasks.retain(|(turn, _)| !turn.is_taken());
        }
        if state.is_closed || state.tasks.len() >= MOST_WAITING {
            return Pushed::Refused;
        }
        state.tasks.push_back((turn, task));
        if state.threads == self.most_threads {
            return Pushed::Waits;
        }
        state.threads += 1;
        Pushed::NeedsThread(Thread(Some(Arc::clone(self))))
    }

    fn rest(&self, state: &mut State<Task>) {
        state.threads -= 1;
        self.rested.notify_waiters();
    }

    /// How many tasks wait that somebody waits for.
    pub(super) fn waiting(&self) -> usize {
        let state = self.state();
        state.tasks.iter().filter(|(turn, _)| !turn.is_taken()).count()
    }

    /// Takes no more, and waits until what was taken is done.
    pub(super) async fn close(&self) {
        loop {
            let rested = self.rested.notified();
            {
                let mut state = self.state();
                state.is_closed = true;
                if state.threads == 0 {
                    return;
                }
            }
            rested.await;
        }
    }

    fn state(&self) -> MutexGuard<'_, State<Task>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A thread that does tasks: it counts until it rests, panics, or is found never to have been started.
pub(super) struct Thread<Task>(Option<Arc<Queue<Task>>>);

impl<Task> Thread<Task> {
    /// Does the tasks one after the other, on this thread, until none waits.
    pub(super) fn serve(mut self, mut carry_out: impl FnMut(Turn, Task)) {
        while let Some((turn, task)) = self.next() {
            carry_out(turn, task);
        }
    }

    /// The next task; where there is none, this thread counts no longer. One lock covers both, so that no task comes in
    /// between and finds a thread that has stopped looking.
    fn next(&mut self) -> Option<(Turn, Task)> {
        let queue = self.0.take()?;
        let mut state = queue.state();
        let task = state.tasks.pop_front();
        if task.is_none() {
            queue.rest(&mut state);
            return None;
        }
        drop(state);
        self.0 = Some(queue);
        task
    }
}

impl<Task> Drop for Thread<Task> {
    fn drop(&mut self) {
        if let Some(queue) = &self.0 {
            queue.rest(&mut queue.state());
        }
    }
}

/// Somebody's turn, which is taken once: by the thread that does the work, or by whoever waits no longer.
#[derive(Debug, Clone, Default)]
pub(super) struct Turn(Arc<AtomicBool>);

impl Turn {
    /// Takes it. Says whether nobody had.
    pub(super) fn take(&self) -> bool {
        !self.0.swap(true, Ordering::AcqRel)
    }

    /// Whether somebody has it.
    pub(super) fn is_taken(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Whoever waits for a turn: gone, they take it with them.
#[derive(Debug)]
pub(super) struct Waiting(Turn);

impl Waiting {
    /// Somebody who waits for this turn.
    pub(super) fn for_turn(turn: &Turn) -> Self {
        Self(turn.clone())
    }

    /// Waits no longer. Says whether the turn had not come.
    pub(super) fn give_up(&self) -> bool {
        self.0.take()
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.take();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thread_for<Task>(pushed: Pushed<Task>) -> Option<Thread<Task>> {
        match pushed {
            Pushed::NeedsThread(thread) => Some(thread),
            Pushed::Waits | Pushed::Refused => None,
        }
    }

    #[test]
    fn threads_are_started_while_there_may_be_more_and_nothing_is_left() {
        let queue = Arc::new(Queue::new(2));
        let first = thread_for(queue.push(Turn::default(), 1)).expect("a thread");
        let second = thread_for(queue.push(Turn::default(), 2)).expect("another");
        assert!(thread_for(queue.push(Turn::default(), 3)).is_none());
        let mut done = Vec::new();
        first.serve(|_, task| done.push(task));
        assert_eq!((done, queue.waiting()), (vec![1, 2, 3], 0));
        second.serve(|_, _| panic!("nothing waits"));
        assert!(thread_for(queue.push(Turn::default(), 4)).is_some(), "both rest");
    }

    #[test]
    fn a_thread_that_panics_or_never_starts_makes_room_for_another() {
        let queue = Arc::new(Queue::new(1));
        let thread = thread_for(queue.push(Turn::default(), ())).expect("a thread");
        let panicking = || thread.serve(|_, ()| panic!("at work"));
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(panicking)).is_err());
        drop(thread_for(queue.push(Turn::default(), ())).expect("another"));
        assert!(thread_for(queue.push(Turn::default(), ())).is_some());
    }

    #[test]
    fn no_more_wait_than_there_is_room_for() {
        let queue = Arc::new(Queue::new(1));
        let first = Turn::default();
        let thread = thread_for(queue.push(first.clone(), 0)).expect("a thread");
        for task in 1..MOST_WAITING {
            assert!(matches!(queue.push(Turn::default(), task), Pushed::Waits));
        }
        assert!(matches!(queue.push(Turn::default(), MOST_WAITING), Pushed::Refused));
        assert!(first.take());
        assert_eq!(queue.waiting(), MOST_WAITING - 1);
        assert!(matches!(queue.push(Turn::default(), MOST_WAITING), Pushed::Waits));
        let mut done = 0;
        thread.serve(|_, _| done += 1);
        assert_eq!(done, MOST_WAITING);
    }

    #[test]
    fn a_turn_is_taken_once() {
        let turn = Turn::default();
        let waiting = Waiting::for_turn(&turn);
        assert!(turn.take());
        assert!(!waiting.give_up());
        let turn = Turn::default();
        drop(Waiting::for_turn(&turn));
        assert!(turn.is_taken() && !turn.take());
    }

    #[tokio::test]
    async fn a_queue_that_is_closed_waits_for_what_it_has_taken() {
        let queue = Arc::new(Queue::new(1));
        let thread = thread_for(queue.push(Turn::default(), 1)).expect("a thread");
        let closing = tokio::spawn({
            let queue = queue.clone();
            async move { queue.close().await }
        });
        while !matches!(queue.push(Turn::default(), 2), Pushed::Refused) {
            tokio::task::yield_now().await;
        }
        assert!(!closing.is_finished());
        let mut done = Vec::new();
        thread.serve(|_, task| done.push(task));
        closing.await.expect("to be closed");
        assert_eq!(done[0], 1);
    }
}
