//! Connections for what is read on the caller's own thread: a few rows by their keys, out of a SQLite file.
//!
//! Such a read takes less time than handing it to another thread and being woken by the answer. There are as many of
//! these connections as threads can run at once; whoever finds none free reads in the pool, like everybody else.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Target;
use super::lease::Lease;
use crate::dialect::Purpose;

/// Connections to read with here and now.
pub(super) struct Here {
    target: Target,
    connections: Mutex<Connections>,
}

struct Connections {
    free: Vec<Lease>,
    /// How many may still be made.
    to_make: usize,
}

impl Here {
    /// None is made yet.
    pub(super) fn new(target: Target) -> Self {
        let to_make = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            target,
            connections: Mutex::new(Connections {
                free: Vec::new(),
                to_make,
            }),
        }
    }

    /// Does some work with a connection; gives it back where there is none.
    pub(super) fn run<T, W: FnOnce(&mut Lease) -> T>(&self, work: W) -> Result<T, W> {
        let Some(mut lease) = self.take() else {
            return Err(work);
        };
        let answer = work(&mut lease);
        self.put_back(lease);
        Ok(answer)
    }

    fn take(&self) -> Option<Lease> {
        {
            let mut connections = self.lock();
            if let Some(lease) = connections.free.pop() {
                return Some(lease);
            }
            connections.to_make = connections.to_make.checked_sub(1)?;
        }
        let made = self.target.connect(Purpose::Read);
        if let Err(error) = &made {
            tracing::warn!(%error, "no connection to read with");
            self.lock().to_make += 1;
        }
        made.ok().map(Lease::new)
    }

    fn put_back(&self, mut lease: Lease) {
        let is_spoilt = lease.is_spoilt();
        let mut connections = self.lock();
        if is_spoilt {
            connections.to_make += 1;
        } else {
            connections.free.push(lease);
        }
    }

    /// Closes the connections and makes no more.
    pub(super) fn close(&self) {
        let mut connections = self.lock();
        connections.free.clear();
        connections.to_make = 0;
    }

    fn lock(&self) -> MutexGuard<'_, Connections> {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
