//! A file on its way to disk.

use std::io;

use actix_web::web;
use bytes::BytesMut;
use domain::rules::documents::MOST_BYTES;
use domain::rules::media_type::Inspection;
use integrations::files::{Arriving, Error, Spool, Spooled};

use super::Broken;
use super::form::Form;
use crate::http::problem::Problem;

/// Bytes that are written at once: each writing takes a trip to a thread that may block.
const BATCH: usize = 256 * 1024;

/// A file that has come whole. It is gone when this is dropped, unless it was stored.
#[derive(Debug)]
pub struct ReceivedFile {
    /// The name it had at its sender's, without folders and control characters.
    pub name: Option<String>,
    /// What was seen of its content as it came.
    pub inspection: Inspection,
    /// Its bytes.
    pub spooled: Spooled,
}

/// What is written, and looked at, batch by batch.
struct Receiving {
    arriving: Arriving,
    inspection: Inspection,
    batch: BytesMut,
}

/// Receives the part of a form that is a file; none when it is too large.
pub(super) async fn receive(form: &mut Form, spool: Spool, name: Option<String>) -> Result<ReceivedFile, Problem> {
    let mut receiving = blocking(move || Receiving::begin(&spool)).await?;
    while let Some(piece) = form.next_piece().await? {
        if receiving.size() + piece.len() as u64 > MOST_BYTES {
            return Err(Broken::TooLarge.into());
        }
        receiving.batch.extend_from_slice(&piece);
        if receiving.batch.len() >= BATCH {
            receiving = blocking(move || receiving.write()).await?;
        }
    }
    let Receiving {
        arriving, inspection, ..
    } = blocking(move || receiving.write()).await?;
    Ok(ReceivedFile {
        name,
        inspection,
        spooled: arriving.end(),
    })
}

impl Receiving {
    fn begin(spool: &Spool) -> io::Result<Self> {
        Ok(Self {
            arriving: spool.begin()?,
            inspection: Inspection::default(),
            batch: BytesMut::new(),
        })
    }

    fn size(&self) -> u64 {
        self.inspection.size() + self.batch.len() as u64
    }

    fn write(mut self) -> io::Result<Self> {
        self.arriving.write(&self.batch)?;
        self.inspection.read(&self.batch);
        self.batch.clear();
        Ok(self)
    }
}

/// Runs what touches the disk off the threads that answer.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, Problem> {
    let done = web::block(work).await.map_err(Problem::internal)?;
    Ok(done.map_err(Error::from)?)
}
