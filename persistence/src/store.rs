//! The store: two doors to what is kept, one to read and one to write.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::Policy;
use crate::error::{Error, Result, TransactionError};
use crate::known_networks::NetworkKey;
use crate::outbox::Lane;
use crate::security::SecurityNote;
use crate::time::{BusinessClock, IdSource};

mod activity;
mod bells;
mod folder;
mod here;
mod lease;
mod pool;
mod queue;
mod target;
mod traced;
mod transaction;
mod write;
mod writer;

pub use activity::Activity;
pub use target::Target;
pub use transaction::{Author, Db, Tx};

use crate::dialect::Purpose;
use bells::Bells;
use here::Here;
use lease::Lease;
use pool::Pool;
use traced::Traced;
use transaction::{AfterCommit, StoreContext};
use write::{Job, PendingWrite};
use writer::Writer;

/// How a store is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// The time that transactions see.
    pub clock: BusinessClock,
    /// Where their ids and secrets come from.
    pub ids: IdSource,
    /// What the operator settled.
    pub policy: Policy,
    /// What the networks are hashed under from which people sign in.
    pub network_key: NetworkKey,
    /// Connections in the pool: on SQLite for reading, on PostgreSQL for everything.
    pub connections: u32,
    /// How long a caller waits for a connection before it is told that the store is busy.
    pub timeout: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            clock: BusinessClock::default(),
            ids: IdSource::default(),
            policy: Policy::default(),
            network_key: NetworkKey::default(),
            connections: 8,
            timeout: Duration::from_secs(5),
        }
    }
}

/// Within what is read: a transaction that sees one snapshot, or one statement, which sees one by itself.
#[derive(Debug, Clone, Copy)]
enum Within {
    Snapshot,
    Statement,
}

/// What is kept, on SQLite or PostgreSQL. Clones are the same store.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    target: Target,
    context: StoreContext,
    pool: Pool,
    /// Where a few rows are read at once, out of a SQLite file.
    here: Option<Here>,
    /// Where SQLite's writes go, one after the other. Otherwise a write takes a connection of the pool.
    writer: Option<Writer>,
    /// Rung when something was put into the outbox.
    bells: Bells,
}

impl Store {
    /// Opens the store for a process that serves. A SQLite file then belongs to this process alone: its folder is
    /// locked until the store is closed. Blocks while it connects. Applies no migration: see [`crate::migrate`].
    pub fn open(url: &str, options: &Options) -> Result<Self> {
        let target = Target::parse(url)?;
        let context = StoreContext::new(options);
        let writer = match &target {
            Target::Sqlite { .. } => Some(Writer::start(target.clone(), context.clone())?),
            Target::Postgres { .. } => None,
        };
        Self::assemble(target, context, writer, options)
    }

    /// Opens the store for a command-line tool, which may run beside a server: on SQLite without the folder's lock,
    /// each write waiting for the file like any other connection.
    pub fn open_beside(url: &str, options: &Options) -> Result<Self> {
        Self::assemble(Target::parse(url)?, StoreContext::new(options), None, options)
    }

    fn assemble(target: Target, context: StoreContext, writer: Option<Writer>, options: &Options) -> Result<Self> {
        // Beside a writer of its own the pool has only to read.
        let purpose = if writer.is_some() {
            Purpose::Read
        } else {
            Purpose::Write
        };
        let pool = Pool::open(target.clone(), purpose, options)?;
        let here = target.is_sqlite().then(|| Here::new(target.clone()));
        let inner = Inner {
            target,
            context,
            pool,
            here,
            writer,
            bells: Bells::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Reads, all from one snapshot. The closure does database and domain work only.
    pub async fn read<T, F>(&self, read: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db<'_>) -> Result<T> + Send + 'static,
    {
        self.read_or_abort(read).await
    }

    /// As [`Store::read`], by a closure that may fail with an error of its caller's.
    pub async fn read_or_abort<T, E, F>(&self, read: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: TransactionError,
        F: FnOnce(&mut Db<'_>) -> std::result::Result<T, E> + Send + 'static,
    {
        self.inner.pool.run(self.reading(Within::Snapshot, read)).await?
    }

    /// As [`Store::read`], by one statement: which needs no transaction around it.
    pub async fn search<T, E, F>(&self, read: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: TransactionError,
        F: FnOnce(&mut Db<'_>) -> std::result::Result<T, E> + Send + 'static,
    {
        self.inner.pool.run(self.reading(Within::Statement, read)).await?
    }

    /// Reads a few rows by their keys, all from one snapshot: where that is faster than handing it on (a SQLite file), on
    /// the thread it is called from. Not for what may take long: a search, a list without its index, a big document.
    pub async fn glance<T, E, F>(&self, read: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: TransactionError,
        F: FnOnce(&mut Db<'_>) -> std::result::Result<T, E> + Send + 'static,
    {
        self.run_here(self.reading(Within::Snapshot, read)).await?
    }

    /// As [`Store::glance`], by one statement: which needs no transaction around it.
    pub async fn ask<T, E, F>(&self, read: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: TransactionError,
        F: FnOnce(&mut Db<'_>) -> std::result::Result<T, E> + Send + 'static,
    {
        self.run_here(self.reading(Within::Statement, read)).await?
    }

    /// What is done with a connection to read.
    fn reading<T, E, F>(
        &self,
        within: Within,
        read: F,
    ) -> impl FnOnce(&mut Lease) -> std::result::Result<T, E> + use<T, E, F>
    where
        E: TransactionError,
        F: FnOnce(&mut Db<'_>) -> std::result::Result<T, E>,
    {
        let (context, traced) = (self.inner.context.clone(), Traced::read(&self.inner.target));
        move |lease| {
            traced.begins();
            match within {
                Within::Snapshot => lease.read(&context, read),
                Within::Statement => lease.ask(&context, read),
            }
        }
    }

    /// Does some work here where that can be, in the pool where not.
    async fn run_here<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: FnOnce(&mut Lease) -> T + Send + 'static,
    {
        let Some(here) = &self.inner.here else {
            return self.inner.pool.run(work).await;
        };
        match here.run(work) {
            Ok(answer) => Ok(answer),
            Err(work) => self.inner.pool.run(work).await,
        }
    }

    /// Writes, in one transaction: everything the closure did is on disk once this answers, or nothing of it. The
    /// closure does database and domain work only, for it may have to run again. Where the caller is gone before its
    /// turn comes it is not run at all.
    pub async fn write<T, F>(&self, author: Author, write: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.write_or_abort(author, write).await
    }

    /// As [`Store::write`], by a closure that may fail with an error of its caller's, which undoes everything and is
    /// what this answers.
    pub async fn write_or_abort<T, E, F>(&self, author: Author, write: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: TransactionError,
        F: Fn(&mut Tx<'_>) -> std::result::Result<T, E> + Send + 'static,
    {
        let after = Arc::new(Mutex::new(AfterCommit::default()));
        let (noted, traced) = (after.clone(), Traced::write(&self.inner.target));
        let (write, answer) = PendingWrite::new(author, move |tx: &mut Tx<'_>| {
            traced.begins();
            let answer = write(tx)?;
            *noted.lock().unwrap_or_else(PoisonError::into_inner) = tx.after();
            Ok(answer)
        });
        self.commit(Box::new(write)).await?;
        let answer = answer.await.unwrap_or_else(|_| Err(Error::OutcomeUnknown.into()));
        if answer.is_ok() {
            self.follow(&std::mem::take(
                &mut after.lock().unwrap_or_else(PoisonError::into_inner),
            ));
        }
        answer
    }

    /// Does what is due once a write is committed.
    fn follow(&self, after: &AfterCommit) {
        self.inner.bells.ring(&after.leaving);
        after.told.iter().for_each(SecurityNote::log);
    }

    /// Has a write done where writes are done on this database. It is answered by itself.
    async fn commit(&self, job: Box<dyn Job>) -> Result<()> {
        if let Some(writer) = &self.inner.writer {
            writer.enqueue(job);
            return Ok(());
        }
        let context = self.inner.context.clone();
        self.inner.pool.run(move |lease| lease.write(&context, job)).await
    }

    /// A signal, for each of its holders, when a write of this process has put something into a lane of the outbox. What
    /// other processes commit is not heard of.
    pub fn outbox_signal(&self, lane: Lane) -> watch::Receiver<()> {
        self.inner.bells.hear(lane)
    }

    /// The time that transactions see.
    pub fn clock(&self) -> &BusinessClock {
        &self.inner.context.clock
    }

    /// What the operator settled.
    pub fn policy(&self) -> &Policy {
        &self.inner.context.policy
    }

    /// Where ids and secrets come from.
    pub fn ids(&self) -> &IdSource {
        &self.inner.context.ids
    }

    /// The database this is.
    pub fn target(&self) -> &Target {
        &self.inner.target
    }

    /// Whether no other process serves from this database: it was opened for serving, and is a SQLite file.
    pub fn is_alone(&self) -> bool {
        self.inner.writer.is_some()
    }

    /// How busy it is.
    pub fn activity(&self) -> Activity {
        let (pool, awaiting_connection) = self.inner.pool.activity();
        let writer = self.inner.writer.as_ref().map(Writer::done);
        Activity {
            connections: pool.connections,
            idle: pool.idle_connections,
            awaiting_connection,
            awaiting_writer: writer.map_or(0, |done| done.waiting.get()),
            commits: writer.map_or(0, |done| done.commits.get()),
            committed_writes: writer.map_or(0, |done| done.writes.get()),
        }
    }

    /// Takes no more, finishes what was taken, and gives a SQLite file's folder free. Whoever comes later is told that
    /// the store is busy.
    pub async fn close(&self) {
        if let Some(writer) = &self.inner.writer {
            writer.close().await;
        }
        if let Some(here) = &self.inner.here {
            here.close();
        }
        self.inner.pool.close().await;
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("target", &self.inner.target)
            .finish_non_exhaustive()
    }
}
