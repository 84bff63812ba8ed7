//! Whether there is a virus in an uploaded file: asked of a scanner beside the hub, where the operator has set one up.

use std::fmt;
use std::io;

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::BoxStream;

use crate::Failure;

mod address;
mod clamd;

pub use address::{Address, NotAnAddress};
pub use clamd::Clamd;

/// A file on its way to the scanner, in pieces.
pub type Scanned = BoxStream<'static, io::Result<Bytes>>;

/// What a scanner says of a file of which it has read every byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found in it.
    Clean,
    /// This was found in it.
    Infected(String),
}

/// A scanner of viruses.
#[async_trait]
pub trait Scanner: fmt::Debug + Send + Sync {
    /// Has a file scanned. An answer that does not say clearly that nothing was found is a failure.
    async fn scan(&self, file: Scanned) -> Result<Verdict, Failure>;

    /// Whether it answers: what `/health/ready` asks.
    async fn ping(&self) -> Result<(), Failure>;
}
