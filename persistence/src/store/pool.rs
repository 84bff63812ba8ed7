//! A pool of connections, used off the async workers: for every read, for PostgreSQL's writes, and for the writes of a
//! tool beside a SQLite server.

use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::r2d2::{self, ManageConnection, R2D2Connection as _};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::activity::Gauge;
use super::lease::Lease;
use super::{Options, Target};
use crate::dialect::Purpose;
use crate::error::{Error, Result};

/// A connection that was idle for less is taken to be still good.
const FRESH: Duration = Duration::from_secs(1);

/// Connections, and as many permits, so that callers wait for one without occupying a thread.
pub(super) struct Pool {
    connections: r2d2::Pool<Factory>,
    permits: Arc<Semaphore>,
    waiting: Gauge,
    size: u32,
    timeout: Duration,
}

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
            permits: Arc::new(Semaphore::new(size as usize)),
            waiting: Gauge::default(),
            size,
            timeout: options.timeout,
        })
    }

    /// Does some work with a connection, on a thread where it may block.
    pub(super) async fn run<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: FnOnce(&mut Lease) -> T + Send + 'static,
    {
        let permit = self.permit().await?;
        let connections = self.connections.clone();
        let working = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let mut connection = connections.get().map_err(|error| {
                tracing::warn!(%error, "no connection to the database");
                Error::Busy
            })?;
            Ok(work(&mut connection.lease))
        });
        // Panics are caught further in: what is lost here never began, because the program is ending.
        working.await.unwrap_or(Err(Error::Busy))
    }

    async fn permit(&self) -> Result<OwnedSemaphorePermit> {
        let _waiting = self.waiting.within();
        let permit = Arc::clone(&self.permits).acquire_owned();
        match tokio::time::timeout(self.timeout, permit).await {
            Ok(Ok(permit)) => Ok(permit),
            _ => Err(Error::Busy),
        }
    }

    /// Connections that are open, those of them that nobody works with, and how many wait for one.
    pub(super) fn activity(&self) -> (r2d2::State, u64) {
        (self.connections.state(), self.waiting.get())
    }

    /// Waits for the work in hand and takes no more.
    pub(super) async fn close(&self) {
        if let Ok(everyone) = self.permits.acquire_many(self.size).await {
            self.permits.close();
            drop(everyone);
        }
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
