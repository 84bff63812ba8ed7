//! SQLite's one writer: a thread that takes the writes that wait and commits them together.
//!
//! Each write has a savepoint of its own, so that one that is refused takes nothing of the others with it, and all share
//! one COMMIT and so one sync to disk. What ends the whole transaction early (a panic, a disk that is full, a COMMIT
//! that fails) costs the connection; the writes then run again one by one, so that only the guilty one fails.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;

use super::Target;
use super::folder::Hold;
use super::transaction::{Surroundings, Tx};
use super::write::Write;
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
}

enum Message {
    Write(Box<dyn Job>),
    Close,
}

impl Writer {
    /// Takes the data folder, opens the file and starts the thread.
    pub(super) fn start(target: Target, surroundings: Surroundings) -> Result<Self> {
        let hold = target.folder().map(Hold::take).transpose()?;
        let connection = target.connect(Purpose::Write)?;
        let (queue, waiting) = sync_channel(QUEUE);
        let desk = Desk {
            target,
            surroundings,
            connection: Some(connection),
        };
        let thread = thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || {
                desk.serve(&waiting);
                drop(hold);
            })
            .map_err(|error| Error::Unreachable(error.to_string()))?;
        Ok(Self {
            queue,
            thread: Arc::new(Mutex::new(Some(thread))),
        })
    }

    /// Puts a write into the queue and waits for its COMMIT.
    pub(super) async fn write<T, F>(&self, write: Write<F>) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Ticket {
            write,
            answer: None,
            reply,
        });
        match self.queue.try_send(Message::Write(job)) {
            Ok(()) => answer.await.unwrap_or(Err(Error::OutcomeUnknown)),
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => Err(Error::Busy),
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

/// A write in the queue, whatever it answers.
trait Job: Send {
    /// Whether nobody waits for the answer any more.
    fn is_abandoned(&self) -> bool;

    /// Runs the closure and keeps its answer.
    fn run(&mut self, connection: &mut Connection, surroundings: &Surroundings) -> Ran;

    /// Hands out the answer that was kept.
    fn answer(self: Box<Self>);

    /// Answers with an error instead.
    fn fail(self: Box<Self>, error: Error);
}

/// How a closure ended.
enum Ran {
    /// What it wrote is to be kept.
    Kept,
    /// It wants nothing kept.
    Refused,
    /// It panicked.
    Panicked(Error),
}

struct Ticket<T, F> {
    write: Write<F>,
    answer: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T, F> Job for Ticket<T, F>
where
    T: Send + 'static,
    F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
{
    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn run(&mut self, connection: &mut Connection, surroundings: &Surroundings) -> Ran {
        match self.write.run(connection, surroundings) {
            Ok(answer) => {
                let kept = answer.is_ok();
                self.answer = Some(answer);
                if kept { Ran::Kept } else { Ran::Refused }
            }
            Err(panic) => Ran::Panicked(panic.into()),
        }
    }

    fn answer(self: Box<Self>) {
        // Whoever has gone meanwhile does not need it.
        let _ = self.reply.send(self.answer.unwrap_or(Err(Error::OutcomeUnknown)));
    }

    fn fail(self: Box<Self>, error: Error) {
        let _ = self.reply.send(Err(error));
    }
}

/// The thread's own things.
struct Desk {
    target: Target,
    surroundings: Surroundings,
    /// None after trouble, until it is needed again.
    connection: Option<Connection>,
}

/// Why a batch as a whole came to nothing.
#[derive(Debug)]
enum Trouble {
    /// The file is held by somebody else for too long.
    Busy,
    /// The transaction is lost, and the connection with it.
    Lost(Error),
    /// Likewise, and the write that lost it has said why.
    Told,
}

impl Desk {
    fn serve(mut self, waiting: &Receiver<Message>) {
        let mut open = true;
        while open {
            let batch;
            (batch, open) = gather(waiting);
            if !batch.is_empty() {
                self.process(batch);
            }
        }
        // Whatever slipped in behind the closing is turned away.
        for message in waiting.try_iter() {
            if let Message::Write(job) = message {
                job.fail(Error::Busy);
            }
        }
    }

    /// Commits a batch and answers each of its writes.
    fn process(&mut self, mut batch: Vec<Box<dyn Job>>) {
        let Err(trouble) = self.commit(&mut batch) else {
            return batch.into_iter().for_each(Job::answer);
        };
        if let Trouble::Busy = trouble {
            return batch.into_iter().for_each(|job| job.fail(Error::Busy));
        }
        self.connection = None;
        if batch.len() > 1 {
            tracing::warn!(
                ?trouble,
                writes = batch.len(),
                "running the writes of a batch one by one"
            );
            for job in batch {
                self.process(vec![job]);
            }
        } else if let Some(guilty) = batch.pop() {
            match trouble {
                Trouble::Lost(error) => guilty.fail(error),
                _ => guilty.answer(),
            }
        }
    }

    /// Runs a batch in one transaction, each write in its own savepoint.
    fn commit(&mut self, batch: &mut [Box<dyn Job>]) -> std::result::Result<(), Trouble> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(self.target.connect(Purpose::Write).map_err(lost)?),
        };
        connection.begin_write().map_err(|error| match error.into() {
            Error::Busy => Trouble::Busy,
            error => Trouble::Lost(error),
        })?;
        for job in batch.iter_mut() {
            connection.savepoint().map_err(lost)?;
            // Each ends its savepoint; that fails where the database has rolled the whole transaction back.
            match job.run(connection, &self.surroundings) {
                Ran::Kept => connection.release().map_err(lost)?,
                Ran::Refused => connection.undo().map_err(|_| Trouble::Told)?,
                Ran::Panicked(error) => return Err(Trouble::Lost(error)),
            }
        }
        match connection.commit() {
            Commit::Done => Ok(()),
            Commit::Failed(error) | Commit::Unknown(error) => Err(lost(error)),
        }
    }
}

/// Waits for a write and takes whatever waits behind it; never waits for more. Says whether there may be more later.
fn gather(waiting: &Receiver<Message>) -> (Vec<Box<dyn Job>>, bool) {
    let mut batch = Vec::new();
    let mut next = waiting.recv().ok();
    loop {
        match next {
            Some(Message::Write(job)) if job.is_abandoned() => {}
            Some(Message::Write(job)) => batch.push(job),
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

fn lost(error: impl Into<Error>) -> Trouble {
    Trouble::Lost(error.into())
}
