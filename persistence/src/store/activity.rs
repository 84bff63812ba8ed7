//! How busy a store is, for whoever watches it.

use std::sync::atomic::{AtomicU64, Ordering};

/// How busy a store is, and what it has done since it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activity {
    /// Connections of the pool that are open.
    pub connections: u32,
    /// Those of them that nobody works with.
    pub idle: u32,
    /// Reads, and writes on PostgreSQL, that wait for a connection.
    pub awaiting_connection: u64,
    /// Writes that wait for SQLite's one writer.
    pub awaiting_writer: u64,
    /// Transactions that SQLite's writer committed.
    pub commits: u64,
    /// Writes in these: several share one commit where they came together.
    pub committed_writes: u64,
}

/// A number that threads count in.
#[derive(Debug, Default)]
pub(super) struct Counter(AtomicU64);

impl Counter {
    pub(super) fn add(&self, more: usize) {
        self.0
            .fetch_add(u64::try_from(more).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    pub(super) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// How many are somewhere at this moment.
#[derive(Debug, Default)]
pub(super) struct Gauge(AtomicU64);

impl Gauge {
    /// One more, until [`Gauge::leave`].
    pub(super) fn enter(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn leave(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    pub(super) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
