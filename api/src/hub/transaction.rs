//! The store's two doors, for handlers: what goes wrong behind them comes out as a [`Problem`].

use domain::lifecycle::Refusal;
use persistence::{Author, Db, TransactionError, Tx, audit};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Hub;
use crate::http::Problem;

/// What ends a transaction without any effect: `?` makes it of everything that can go wrong in one.
#[derive(Debug)]
pub enum Abort {
    /// The store's own error, or the domain's refusal.
    Store(persistence::Error),
    /// A problem that the handler states itself.
    Problem(Problem),
}

impl From<persistence::Error> for Abort {
    fn from(error: persistence::Error) -> Self {
        Self::Store(error)
    }
}

impl From<Refusal> for Abort {
    fn from(refusal: Refusal) -> Self {
        Self::Store(refusal.into())
    }
}

impl From<Problem> for Abort {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl TransactionError for Abort {
    fn into_store_error(self) -> Result<persistence::Error, Self> {
        match self {
            Self::Store(error) => Ok(error),
            Self::Problem(_) => Err(self),
        }
    }
}

impl From<Abort> for Problem {
    fn from(abort: Abort) -> Self {
        match abort {
            Abort::Store(error) => error.into(),
            Abort::Problem(problem) => problem,
        }
    }
}

/// What somebody read of somebody else's, as the audit trail names it.
#[derive(Debug)]
pub struct Read {
    subject: &'static str,
    id: Uuid,
    details: Option<Value>,
}

impl Read {
    /// Something by its kind and id: an account, a case, a card, …
    pub fn of(subject: &'static str, id: impl Into<Uuid>) -> Self {
        Self {
            subject,
            id: id.into(),
            details: None,
        }
    }

    /// A part of it: its photo, its letter, …
    #[must_use]
    pub fn part(self, part: &'static str) -> Self {
        Self {
            details: Some(json!({"part": part})),
            ..self
        }
    }
}

impl Hub {
    /// Reads, all from one snapshot.
    pub async fn read<T, F>(&self, read: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db<'_>) -> Result<T, Abort> + Send + 'static,
    {
        Ok(self.store.read_or_abort(read).await?)
    }

    /// Reads a few rows by their keys, from one snapshot, and soon: see [`persistence::Store::glance`].
    pub async fn glance<T, F>(&self, read: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db<'_>) -> Result<T, Abort> + Send + 'static,
    {
        Ok(self.store.glance(read).await?)
    }

    /// Reads a few rows by one statement: see [`persistence::Store::ask`].
    pub async fn ask<T, F>(&self, read: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db<'_>) -> Result<T, Abort> + Send + 'static,
    {
        Ok(self.store.ask(read).await?)
    }

    /// Reads what belongs to somebody else: the audit trail knows of it before it is answered.
    pub async fn noted<T>(
        &self,
        author: Author,
        what: Read,
        reading: impl Future<Output = Result<T, Problem>>,
    ) -> Result<T, Problem> {
        let answer = reading.await?;
        let Read { subject, id, details } = what;
        self.write(author, move |tx| {
            Ok(audit::note(tx, "read", subject, Some(id), details.clone())?)
        })
        .await?;
        Ok(answer)
    }

    /// Writes, in one transaction. The closure may run more than once: database and domain work only.
    pub async fn write<T, F>(&self, author: Author, write: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Abort> + Send + 'static,
    {
        let written = self.store.write_or_abort(author, write).await;
        if let Err(Abort::Store(error)) = &written {
            self.room.note(error);
        }
        Ok(written?)
    }
}
