//! One write: the closure that was handed in, how it is run, and who waits for its answer.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

use super::transaction::{Author, StoreContext, Tx};
use crate::dialect::Connection;
use crate::error::{Error, TransactionError};

/// A write, whatever it answers: one type for the writer's queue and for the pool.
pub(super) trait Job: Send {
    /// Whether nobody waits for the answer any more.
    fn is_abandoned(&self) -> bool;

    /// Runs the closure in the transaction that the connection is in, and remembers its answer.
    fn run(&mut self, connection: &mut Connection, context: &StoreContext) -> Ran;

    /// Hands out the answer that was remembered.
    fn answer(self: Box<Self>);

    /// Answers with an error of the store instead.
    fn fail(self: Box<Self>, error: Error);
}

/// How a closure ended.
pub(super) enum Ran {
    /// What it wrote is to be kept.
    ToKeep,
    /// It wants nothing kept.
    Refused,
    /// The database undid it in favour of another transaction: it may run again.
    Contended(diesel::result::Error),
    /// It panicked, and nobody can tell what the connection was left in the middle of.
    Panicked(Error),
}

/// A closure that writes, who it writes for, and who waits for it.
pub(super) struct PendingWrite<T, E: From<Error>, F> {
    author: Author,
    closure: F,
    answer: Option<Result<T, E>>,
    reply: Option<oneshot::Sender<Result<T, E>>>,
    /// Whether the closure has begun to run: until then nothing can have been written.
    has_begun: bool,
}

impl<T, E: From<Error>, F> PendingWrite<T, E, F> {
    /// The write, and where its answer will come out.
    pub(super) fn new(author: Author, closure: F) -> (Self, oneshot::Receiver<Result<T, E>>) {
        let (reply, answer) = oneshot::channel();
        let write = Self {
            author,
            closure,
            answer: None,
            reply: Some(reply),
            has_begun: false,
        };
        (write, answer)
    }

    fn reply(&mut self, answer: Result<T, E>) {
        if let Some(reply) = self.reply.take() {
            // Whoever has gone meanwhile does not need it.
            let _ = reply.send(answer);
        }
    }
}

/// What is thrown away before its turn came, as what slips into a queue that is being closed, has written nothing.
impl<T, E: From<Error>, F> Drop for PendingWrite<T, E, F> {
    fn drop(&mut self) {
        if !self.has_begun {
            self.reply(Err(Error::Busy.into()));
        }
    }
}

impl<T, E, F> Job for PendingWrite<T, E, F>
where
    T: Send + 'static,
    E: TransactionError,
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
{
    fn is_abandoned(&self) -> bool {
        self.reply.as_ref().is_none_or(oneshot::Sender::is_closed)
    }

    fn run(&mut self, connection: &mut Connection, context: &StoreContext) -> Ran {
        self.has_begun = true;
        let answer = match guarded(|| (self.closure)(&mut Tx::new(connection, context, &self.author))) {
            Ok(answer) => answer,
            Err(panic) => return Ran::Panicked(panic.into()),
        };
        let error = match answer {
            Ok(value) => {
                self.answer = Some(Ok(value));
                return Ran::ToKeep;
            }
            Err(error) => error,
        };
        let error = match error.into_store_error() {
            Ok(Error::Contended(error)) => return Ran::Contended(error),
            Ok(error) => error.into(),
            Err(error) => error,
        };
        self.answer = Some(Err(error));
        Ran::Refused
    }

    fn answer(mut self: Box<Self>) {
        let answer = self.answer.take();
        self.reply(answer.unwrap_or_else(|| Err(Error::OutcomeUnknown.into())));
    }

    fn fail(mut self: Box<Self>, error: Error) {
        self.reply(Err(error.into()));
    }
}

/// What a panic said.
#[derive(Debug)]
pub(super) struct Panic(String);

impl From<Panic> for Error {
    fn from(panic: Panic) -> Self {
        tracing::error!(panic = panic.0, "code handed to the store panicked");
        Self::Panicked(panic.0)
    }
}

/// Runs code that may panic.
pub(super) fn guarded<T>(code: impl FnOnce() -> T) -> Result<T, Panic> {
    // The connection is thrown away after a panic, and nothing else is shared.
    catch_unwind(AssertUnwindSafe(code)).map_err(|payload| {
        let said = payload
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned());
        Panic(said.unwrap_or_else(|| "it said nothing".to_owned()))
    })
}
