//! The store's two doors, for handlers: what goes wrong behind them comes out as a [`Problem`].

use std::sync::{Arc, Mutex, PoisonError};

use domain::lifecycle::Refusal;
use persistence::{Author, Db, Tx};

use super::Hub;
use crate::http::Problem;

/// What ends a transaction without any effect: `?` makes it of everything that can go wrong in one.
#[derive(Debug)]
pub enum Stop {
    /// The store's own error, or the domain's refusal.
    Store(persistence::Error),
    /// A problem that the handler states itself.
    Problem(Problem),
}

impl From<persistence::Error> for Stop {
    fn from(error: persistence::Error) -> Self {
        Self::Store(error)
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Store(refusal.into())
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl Hub {
    /// Reads, all from one snapshot.
    pub async fn read<T, F>(&self, read: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db<'_>) -> Result<T, Stop> + Send + 'static,
    {
        let told = Told::default();
        let tell = told.clone();
        let outcome = self
            .store
            .read(move |db| read(db).map_err(|stop| tell.note(stop)))
            .await;
        outcome.map_err(|error| told.problem(error))
    }

    /// Writes, in one transaction. The closure may run more than once: database and domain work only.
    pub async fn write<T, F>(&self, author: Author, write: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Stop> + Send + 'static,
    {
        let told = Told::default();
        let tell = told.clone();
        let attempt = move |tx: &mut Tx<'_>| {
            tell.forget();
            write(tx).map_err(|stop| tell.note(stop))
        };
        let outcome = self.store.write(author, attempt).await;
        outcome.map_err(|error| told.problem(error))
    }
}

/// Carries a handler's problem past the store, which knows only errors of its own.
#[derive(Debug, Clone, Default)]
struct Told(Arc<Mutex<Option<Problem>>>);

impl Told {
    fn set(&self, problem: Option<Problem>) -> Option<Problem> {
        std::mem::replace(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner), problem)
    }

    fn forget(&self) {
        self.set(None);
    }

    /// Keeps the problem; the store is given an error that undoes the transaction and is never tried again.
    fn note(&self, stop: Stop) -> persistence::Error {
        match stop {
            Stop::Store(error) => error,
            Stop::Problem(problem) => {
                self.set(Some(problem));
                persistence::Error::NotFound
            }
        }
    }

    fn problem(&self, error: persistence::Error) -> Problem {
        self.set(None).unwrap_or_else(|| error.into())
    }
}
