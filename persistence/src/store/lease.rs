//! Whole transactions on a connection taken out of the pool.

use std::time::Duration;

use diesel::r2d2::R2D2Connection as _;

use super::transaction::{Db, StoreContext};
use super::write::{Job, Ran, guarded};
use crate::dialect::{Commit, Condition, Connection};
use crate::error::{Error, TransactionError};

type Result<T, E = Error> = std::result::Result<T, E>;

/// Before each rerun of a write that the database undid in favour of another: time for that other one to get on,
/// without which the two may well meet again at once.
const PAUSES: [Duration; 3] = [
    Duration::from_millis(10),
    Duration::from_millis(40),
    Duration::from_millis(160),
];

/// A connection taken out of the pool.
pub(super) struct Lease {
    pub(super) connection: Connection,
    /// Left in the middle of something: not to be used again.
    spoilt: bool,
}

impl Lease {
    pub(super) fn new(connection: Connection) -> Self {
        Self {
            connection,
            spoilt: false,
        }
    }

    /// Whether the connection must not be used again.
    pub(super) fn is_spoilt(&mut self) -> bool {
        self.spoilt || self.connection.is_broken()
    }

    /// Reads in a transaction of its own.
    pub(super) fn read<T, E>(
        &mut self,
        context: &StoreContext,
        closure: impl FnOnce(&mut Db<'_>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: TransactionError,
    {
        self.connection.begin_read().map_err(Error::from)?;
        let answer = self.ask(context, closure);
        self.spoilt |= self.connection.end_read().is_err();
        answer
    }

    /// Reads by one statement, which needs no transaction: it sees one snapshot by itself.
    pub(super) fn ask<T, E>(
        &mut self,
        context: &StoreContext,
        closure: impl FnOnce(&mut Db<'_>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: TransactionError,
    {
        let answer = guarded(|| closure(&mut Db::new(&mut self.connection, context)));
        self.spoilt = answer.is_err();
        without_writing(answer.map_err(Error::from)?)
    }

    /// Writes in a transaction of its own, and again where the database undid it in favour of another; then answers.
    pub(super) fn write(&mut self, context: &StoreContext, mut job: Box<dyn Job>) {
        match self.write_until_settled(context, &mut *job) {
            Ok(()) => job.answer(),
            Err(error) => job.fail(error),
        }
    }

    fn write_until_settled(&mut self, context: &StoreContext, job: &mut dyn Job) -> Result<()> {
        let mut pauses = PAUSES.iter();
        loop {
            let error = match self.try_to_write(context, job) {
                Err(Error::Contended(error)) => error,
                answer => return answer,
            };
            let Some(pause) = pauses.next() else {
                tracing::warn!(%error, "gave up a write that was undone again and again");
                return Err(Error::Busy);
            };
            tracing::debug!(%error, "running a write again");
            std::thread::sleep(*pause);
        }
    }

    fn try_to_write(&mut self, context: &StoreContext, job: &mut dyn Job) -> Result<()> {
        self.connection.begin_write()?;
        match job.run(&mut self.connection, context) {
            Ran::ToKeep => self.commit(),
            Ran::Refused => {
                self.spoilt = self.connection.rollback().is_err();
                Ok(())
            }
            Ran::Contended(error) => {
                self.spoilt = self.connection.rollback().is_err();
                Err(Error::Contended(error))
            }
            Ran::Panicked(error) => {
                self.spoilt = true;
                Err(error)
            }
        }
    }

    fn commit(&mut self) -> Result<()> {
        match self.connection.commit() {
            Commit::Done => Ok(()),
            Commit::Failed(error) => {
                self.spoilt = true;
                Err(error.into())
            }
            Commit::Unknown(error) => {
                self.spoilt = true;
                tracing::error!(%error, "connection lost while committing");
                Err(Error::OutcomeUnknown)
            }
        }
    }
}

/// The answer of something that reads.
fn without_writing<T, E: TransactionError>(answer: Result<T, E>) -> Result<T, E> {
    answer.map_err(|error| match error.into_store_error() {
        // Refused because this only reads: a defect of whoever wrote here.
        Ok(Error::Unavailable {
            condition: Condition::ReadOnly,
            source,
        }) => Error::Database(source).into(),
        Ok(error) => error.into(),
        Err(error) => error,
    })
}
