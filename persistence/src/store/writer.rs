//! SQLite's one writer: a thread that takes the writes that wait and commits them together.
//!
//! Each write has a savepoint of its own, so that one that is refused takes nothing of the others with it, and all share
//! one COMMIT and so one sync to disk. What ends the whole transaction early (a panic, a disk that is full, a COMMIT
//! that fails) costs the connection; the writes then run again one by one, so that only the failing one fails.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use super::Target;
use super::activity::{Counter, Gauge};
use super::folder::FolderLock;
use super::transaction::StoreContext;
use super::write::{Job, Ran};
use crate::dialect::{Commit, Connection, Purpose};
use crate::error::{Error, Result};

/// Writes that may wait; whoever comes when all places are taken is told that the store is busy.
const QUEUE: usize = 1_024;

/// Writes that are committed together at most.
const BATCH: usize = 256;

/// The way to the writer's thread.
pub(super) struct Writer {
    queue: SyncSender<Message>,
    thread: Arc<Mutex<Option<JoinHandle<()>>>>,
    done: Arc<Done>,
}

/// What the writer has before it, and behind it.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) waiting: Gauge,
    pub(super) commits: Counter,
    pub(super) writes: Counter,
}

enum Message {
    Write(Box<dyn Job>),
    Close,
}

impl Message {
    /// Says that the store is busy.
    fn turn_away(self) {
        if let Self::Write(job) = self {
            job.fail(Error::Busy);
        }
    }
}

impl Writer {
    /// Takes the data folder, opens the file and starts the thread.
    pub(super) fn start(target: Target, context: StoreContext) -> Result<Self> {
        let lock = target.folder().map(FolderLock::take).transpose()?;
        let connection = target.connect(Purpose::Write)?;
        let (queue, waiting) = sync_channel(QUEUE);
        let done = Arc::new(Done::default());
        let writer = WriterThread {
            done: done.clone(),
            target,
            context,
            connection: Some(connection),
        };
        let thread = thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || {
                writer.serve(&waiting);
                drop(lock);
            })
            .map_err(|error| Error::Unreachable(error.to_string()))?;
        Ok(Self {
            queue,
            thread: Arc::new(Mutex::new(Some(thread))),
            done,
        })
    }

    /// What it has before it, and behind it.
    pub(super) fn done(&self) -> &Done {
        &self.done
    }

    /// Puts a write into the queue; it is answered once it is committed.
    pub(super) fn enqueue(&self, job: Box<dyn Job>) {
        self.done.waiting.enter();
        match self.queue.try_send(Message::Write(job)) {
            Ok(()) => {}
            Err(TrySendError::Full(message) | TrySendError::Disconnected(message)) => {
                self.done.waiting.leave();
                message.turn_away();
            }
        }
    }

    /// Lets the thread finish what waits, and waits for that.
    pub(super) async fn close(&self) {
        let (queue, thread) = (self.queue.clone(), Arc::clone(&self.thread));
        // The queue may be full and the thread busy, so this may block.
        let closing = tokio::task::spawn_blocking(move || finish(&queue, &thread));
        if closing.await.is_err() {
            tracing::error!("the writer could not be waited for");
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        finish(&self.queue, &self.thread);
    }
}

fn finish(queue: &SyncSender<Message>, thread: &Mutex<Option<JoinHandle<()>>>) {
    let Some(thread) = thread.lock().unwrap_or_else(PoisonError::into_inner).take() else {
        return;
    };
    // Where the thread is gone already there is nobody to tell.
    let _ = queue.send(Message::Close);
    // A store may be dropped by a closure on the writer's own thread.
    if thread.thread().id() != thread::current().id() && thread.join().is_err() {
        tracing::error!("the writer's thread panicked");
    }
}

/// The thread's own things.
struct WriterThread {
    target: Target,
    context: StoreContext,
    /// None after error, until it is needed again.
    connection: Option<Connection>,
    done: Arc<Done>,
}

/// Why a batch as a whole came to nothing.
#[derive(Debug)]
enum BatchError {
    /// The file is held by somebody else for too long.
    Busy,
    /// The transaction is lost, and the connection with it.
    Lost(Error),
    /// Likewise, and the write that lost it has said why.
    Answered,
}

impl WriterThread {
    fn serve(mut self, waiting: &Receiver<Message>) {
        let mut open = true;
        while open {
            let batch;
            (batch, open) = self.gather(waiting);
            if !batch.is_empty() {
                self.process(batch);
            }
        }
        // Whatever slipped in behind the closing is turned away.
        waiting.try_iter().for_each(Message::turn_away);
    }

    /// Waits for a write and takes whatever waits behind it; never waits for more. Says whether there may be more later.
    fn gather(&self, waiting: &Receiver<Message>) -> (Vec<Box<dyn Job>>, bool) {
        let mut batch = Vec::new();
        let mut next = waiting.recv().ok();
        loop {
            match next {
                Some(Message::Write(job)) => {
                    self.done.waiting.leave();
                    if !job.is_abandoned() {
                        batch.push(job);
                    }
                }
                Some(Message::Close) | None => return (batch, false),
            }
            if batch.len() == BATCH {
                return (batch, true);
            }
            match waiting.try_recv() {
                Ok(message) => next = Some(message),
                Err(_) => return (batch, true),
            }
        }
    }

    /// Commits a batch and answers each of its writes.
    fn process(&mut self, mut batch: Vec<Box<dyn Job>>) {
        let Err(error) = self.commit(&mut batch) else {
            return batch.into_iter().for_each(Job::answer);
        };
        if let BatchError::Busy = error {
            return batch.into_iter().for_each(|job| job.fail(Error::Busy));
        }
        self.connection = None;
        if batch.len() > 1 {
            tracing::warn!(?error, writes = batch.len(), "running the writes of a batch one by one");
            for job in batch {
                self.process(vec![job]);
            }
        } else if let Some(failing) = batch.pop() {
            match error {
                BatchError::Lost(error) => failing.fail(error),
                _ => failing.answer(),
            }
        }
    }

    /// Runs a batch in one transaction, each write in its own savepoint.
    fn commit(&mut self, batch: &mut [Box<dyn Job>]) -> std::result::Result<(), BatchError> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(self.target.connect(Purpose::Write).map_err(lost)?),
        };
        connection.begin_write().map_err(|error| match error.into() {
            Error::Busy => BatchError::Busy,
            error => BatchError::Lost(error),
        })?;
        for job in batch.iter_mut() {
            connection.savepoint().map_err(lost)?;
            // Each ends its savepoint; that fails where the database has rolled the whole transaction back.
            match job.run(connection, &self.context) {
                Ran::ToKeep => connection.release().map_err(lost)?,
                Ran::Refused => connection.undo().map_err(|_| BatchError::Answered)?,
                // Nobody else writes to the file while the folder is this process's.
                Ran::Contended(error) => return Err(BatchError::Lost(Error::Contended(error))),
                Ran::Panicked(error) => return Err(BatchError::Lost(error)),
            }
        }
        match connection.commit() {
            Commit::Done => {
                self.done.commits.add(1);
                self.done.writes.add(batch.len());
                Ok(())
            }
            Commit::Failed(error) | Commit::Unknown(error) => Err(lost(error)),
        }
    }
}

fn lost(error: impl Into<Error>) -> BatchError {
    BatchError::Lost(error.into())
}
