//! A zip that is written as it is made, on a thread of its own, into a file that goes with whoever drops it.

use std::io::{self, Write};

use bytes::Bytes;
use chrono::{DateTime, Datelike, Timelike, Utc};
use domain::time::in_paris;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::Failure;
use crate::files::{self, Arriving, Spool, Spooled};

/// How many pieces wait for the disk.
const WAITING: usize = 4;

/// Why an archive could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The store does not answer.
    #[error(transparent)]
    Store(#[from] persistence::Error),
    /// The storage does not answer.
    #[error(transparent)]
    Files(#[from] files::Error),
    /// The disk does not take it.
    #[error("the archive cannot be written: {0}")]
    Disk(#[from] io::Error),
    /// A defect of the program: what was to be shown cannot be written as JSON.
    #[error("what is held cannot be written: {0}")]
    Json(#[from] serde_json::Error),
    /// A paper that is not there yet, or not any more, cannot be printed.
    #[error("{0}")]
    Paper(Failure),
}

/// How a file lies in an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    /// Compressed: text.
    Deflated,
    /// As it is: pictures and PDFs are compressed themselves.
    Stored,
}

enum Step {
    Begin(String, Packing),
    Piece(Bytes),
    End,
}

/// An archive that is being written.
pub(crate) struct Archive {
    steps: mpsc::Sender<Step>,
    thread: JoinHandle<io::Result<Option<Spooled>>>,
}

impl Archive {
    /// Begins an archive in this folder, of files that bear this instant.
    pub(crate) fn begin(spool: &Spool, at: DateTime<Utc>) -> Self {
        let (steps, received) = mpsc::channel(WAITING);
        let spool = spool.clone();
        let thread = tokio::task::spawn_blocking(move || write(spool.begin()?, options(at), received));
        Self { steps, thread }
    }

    /// Begins the next file in it.
    pub(crate) async fn file(&mut self, name: String, packing: Packing) -> Result<(), Error> {
        self.step(Step::Begin(name, packing)).await
    }

    /// Adds to the file that was begun last.
    pub(crate) async fn add(&mut self, piece: impl Into<Bytes> + Send) -> Result<(), Error> {
        self.step(Step::Piece(piece.into())).await
    }

    /// Nothing more is coming.
    pub(crate) async fn end(mut self) -> Result<Spooled, Error> {
        self.step(Step::End).await?;
        let written = self.thread.await.map_err(io::Error::other)?;
        written?.ok_or_else(|| io::Error::from(io::ErrorKind::Interrupted).into())
    }

    async fn step(&mut self, step: Step) -> Result<(), Error> {
        if self.steps.send(step).await.is_ok() {
            return Ok(());
        }
        // The thread takes no more: it knows why.
        match (&mut self.thread).await.map_err(io::Error::other)? {
            Err(error) => Err(error.into()),
            Ok(_) => Err(io::Error::from(io::ErrorKind::BrokenPipe).into()),
        }
    }
}

/// The archive as it was told; nothing of one that was given up.
fn write(file: Arriving, options: SimpleFileOptions, mut steps: mpsc::Receiver<Step>) -> io::Result<Option<Spooled>> {
    let mut zip = ZipWriter::new_stream(Sink(file));
    while let Some(step) = steps.blocking_recv() {
        match step {
            Step::Begin(name, Packing::Deflated) => {
                zip.start_file(name, options.compression_method(CompressionMethod::Deflated))?;
            }
            Step::Begin(name, Packing::Stored) => {
                zip.start_file(name, options.compression_method(CompressionMethod::Stored))?;
            }
            Step::Piece(piece) => zip.write_all(&piece)?,
            Step::End => return Ok(Some(zip.finish()?.into_inner().0.end())),
        }
    }
    Ok(None)
}

fn options(at: DateTime<Utc>) -> SimpleFileOptions {
    let at = in_paris(at);
    // Numbers of the calendar are small.
    let part = |number: u32| u8::try_from(number).unwrap_or_default();
    let time = zip::DateTime::from_date_and_time(
        u16::try_from(at.year()).unwrap_or_default(),
        part(at.month()),
        part(at.day()),
        part(at.hour()),
        part(at.minute()),
        part(at.second()),
    );
    SimpleFileOptions::default()
        .last_modified_time(time.unwrap_or_default())
        .unix_permissions(0o600)
}

struct Sink(Arriving);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
