//! Whole transactions on a connection taken out of the pool.

use std::time::Duration;

use diesel::r2d2::R2D2Connection as _;

use super::transaction::{Db, Surroundings, Tx};
use super::write::{Write, guarded};
use crate::dialect::{Commit, Condition, Connection};
use crate::error::{Error, Result};

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
    pub(super) fn read<T>(
        &mut self,
        surroundings: &Surroundings,
        closure: impl FnOnce(&mut Db<'_>) -> Result<T>,
    ) -> Result<T> {
        self.connection.begin_read()?;
        let answer = guarded(|| closure(&mut Db::new(&mut self.connection, surroundings)));
        self.spoilt = answer.is_err() || self.connection.rollback().is_err();
        answer?.map_err(|error| match error {
            // Refused because this only reads: a defect of whoever wrote here.
            Error::Unavailable {
                condition: Condition::ReadOnly,
                source,
            } => Error::Database(source),
            error => error,
        })
    }

    /// Writes in a transaction of its own, and again where the database undid it in favour of another.
    pub(super) fn write<T, F>(&mut self, surroundings: &Surroundings, write: &Write<F>) -> Result<T>
    where
        F: Fn(&mut Tx<'_>) -> Result<T>,
    {
        let mut pauses = PAUSES.iter();
        loop {
            let error = match self.try_to_write(surroundings, write) {
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

    fn try_to_write<T, F>(&mut self, surroundings: &Surroundings, write: &Write<F>) -> Result<T>
    where
        F: Fn(&mut Tx<'_>) -> Result<T>,
    {
        self.connection.begin_write()?;
        match write.run(&mut self.connection, surroundings) {
            Ok(Ok(value)) => self.commit().map(|()| value),
            Ok(Err(error)) => {
                self.spoilt = self.connection.rollback().is_err();
                Err(error)
            }
            Err(panic) => {
                self.spoilt = true;
                Err(panic.into())
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
