//! A pool of connections, used off the async workers: for every read, for PostgreSQL's writes, and for the writes of a
//! tool beside a SQLite server.

use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::r2d2::{self, ManageConnection, R2D2Connection as _};
use tokio::sync::oneshot;

use super::lease::Lease;
use super::queue::{Pushed, Queue, Turn, Waiting};
use super::{Options, Target};
use crate::dialect::Purpose;
use crate::error::{Error, Result};

/// A connection that was idle for less is taken to be still good.
const FRESH: Duration = Duration::from_secs(1);

/// Connections, and whoever waits for one.
pub(super) struct Pool {
    connections: r2d2::Pool<Factory>,
    queue: Arc<Queue<Task>>,
    timeout: Duration,
}

/// What is done with a connection, or where none could be had.
type Task = Box<dyn FnOnce(Result<&mut Lease>) + Send>;

impl Pool {
    /// Opens the pool. One connection is made at once, so that a wrong address is found now.
    pub(super) fn open(target: Target, purpose: Purpose, options: &Options) -> Result<Self> {
        drop(target.connect(purpose)?);
        let size = options.connections.max(1);
        let connections = r2d2::Pool::builder()
            .max_size(size)
            .min_idle(Some(1))
            .connection_timeout(options.timeout)
            .build(Factory { target, purpose })
            .map_err(|error| Error::Unreachable(error.to_string()))?;
        Ok(Self {
            connections,
            queue: Arc::new(Queue::new(size as usize)),
            timeout: options.timeout,
        })
    }

    /// Does some work with a connection, on a thread where it may block. The store is busy where the turn of the work does
    /// not come in time, or where too many wait before it.
    pub(super) async fn run<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: FnOnce(&mut Lease) -> T + Send + 'static,
    {
        let (reply, mut answer) = oneshot::channel();
        let turn = Turn::default();
        let waiting = Waiting::for_turn(&turn);
        let task = Box::new(move |connection: Result<&mut Lease>| {
            // Whoever has gone meanwhile does not need it.
            let _ = reply.send(connection.map(work));
        });
        self.begin(turn, task);
        // Panics are caught further in: what is lost here never began. Too many wait, or the program is ending.
        let lost = |_| Err(Error::Busy);
        match tokio::time::timeout(self.timeout, &mut answer).await {
            Ok(answered) => answered.unwrap_or_else(lost),
            Err(_) if waiting.give_up() => Err(Error::Busy),
            Err(_) => answer.await.unwrap_or_else(lost),
        }
    }

    fn begin(&self, turn: Turn, task: Task) {
        if let Pushed::NeedsThread(thread) = self.queue.push(turn, task) {
            let connections = self.connections.clone();
            tokio::task::spawn_blocking(move || thread.serve(|turn, task| carry_out(&connections, &turn, task)));
        }
    }

    /// Connections that are open, those of them that nobody works with, and how many wait for one.
    pub(super) fn activity(&self) -> (r2d2::State, u64) {
        let waiting = u64::try_from(self.queue.waiting()).unwrap_or(u64::MAX);
        (self.connections.state(), waiting)
    }

    /// Waits for the work in hand and takes no more.
    pub(super) async fn close(&self) {
        self.queue.close().await;
    }
}

/// Does a task, unless whoever asked for it waits no longer.
fn carry_out(connections: &r2d2::Pool<Factory>, turn: &Turn, task: Task) {
    if turn.is_taken() {
        return;
    }
    let connection = connections.get();
    if let Err(error) = &connection {
        tracing::warn!(%error, "no connection to the database");
    }
    if !turn.take() {
        return;
    }
    match connection {
        Ok(mut connection) => task(Ok(&mut connection.lease)),
        Err(_) => task(Err(Error::Busy)),
    }
}

/// Makes connections.
#[derive(Debug)]
struct Factory {
    target: Target,
    purpose: Purpose,
}

/// A connection in the pool.
struct Pooled {
    lease: Lease,
    used: Instant,
}

impl ManageConnection for Factory {
    type Connection = Pooled;
    type Error = r2d2::Error;

    fn connect(&self) -> std::result::Result<Pooled, r2d2::Error> {
        let connection = self.target.connect(self.purpose)?;
        Ok(Pooled {
            lease: Lease::new(connection),
            used: Instant::now(),
        })
    }

    fn is_valid(&self, pooled: &mut Pooled) -> std::result::Result<(), r2d2::Error> {
        if self.target.is_sqlite() || pooled.used.elapsed() < FRESH {
            return Ok(());
        }
        Ok(pooled.lease.connection.ping()?)
    }

    /// Asked whenever a connection comes back.
    fn has_broken(&self, pooled: &mut Pooled) -> bool {
        pooled.used = Instant::now();
        pooled.lease.is_spoilt()
    }
}
