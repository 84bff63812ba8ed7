//! One write: the closure that was handed in, and how it is run.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::transaction::{Author, Surroundings, Tx};
use crate::dialect::Connection;
use crate::error::{Error, Result};

/// A closure that writes, and who it writes for.
pub(super) struct Write<F> {
    author: Author,
    closure: F,
}

impl<F> Write<F> {
    pub(super) fn new(author: Author, closure: F) -> Self {
        Self { author, closure }
    }

    /// Runs the closure in the transaction that the connection is in. The outer error is a panic, after which nobody
    /// can tell what the connection was left in the middle of.
    pub(super) fn run<T>(
        &self,
        connection: &mut Connection,
        surroundings: &Surroundings,
    ) -> std::result::Result<Result<T>, Panic>
    where
        F: Fn(&mut Tx<'_>) -> Result<T>,
    {
        guarded(|| (self.closure)(&mut Tx::new(connection, surroundings, &self.author)))
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
pub(super) fn guarded<T>(code: impl FnOnce() -> T) -> std::result::Result<T, Panic> {
    // The connection is thrown away after a panic, and nothing else is shared.
    catch_unwind(AssertUnwindSafe(code)).map_err(|payload| {
        let said = payload
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned());
        Panic(said.unwrap_or_else(|| "it said nothing".to_owned()))
    })
}
