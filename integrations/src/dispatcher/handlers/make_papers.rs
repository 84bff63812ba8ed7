//! Makes papers: freezes what one shows, prints it, stores it, and only then says so.

use crate::Failure;
use std::io;
use std::num::NonZeroUsize;
use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use aws_lc_rs::digest::{SHA256, digest};
use bytes::Bytes;
use domain::ids::PaperId;
use persistence::outbox::Claimed;
use persistence::papers::{self, MakePaper, PaperRecord};
use persistence::{Error, Store};

use crate::dispatcher::{Done, Handler, system};
use crate::files::Files;
use crate::papers::compose::{self, Issuer};
use crate::papers::render::threads::Threads;
use crate::papers::{Paper, Press, PressError};

/// Whatever prints papers.
pub trait Printer: Send + Sync + 'static {
    /// Prints a paper: the same bytes for the same facts. Takes the processor for as long as it takes.
    fn print(&self, paper: &Paper) -> Result<Bytes, PressError>;
}

/// A press that is set up for its first paper: a hub that prints nothing carries neither its fonts nor its templates.
#[derive(Debug, Default)]
pub struct PressOnDemand(OnceLock<Press>);

impl Printer for PressOnDemand {
    fn print(&self, paper: &Paper) -> Result<Bytes, PressError> {
        if let Some(press) = self.0.get() {
            return press.print(paper);
        }
        let press = Press::new()?;
        self.0.get_or_init(|| press).print(paper)
    }
}

/// What lies in the storage for a paper.
struct Stored {
    sha256: Vec<u8>,
    size: i64,
}

/// Makes papers, few at a time, so that requests keep their speed.
#[derive(Clone)]
pub struct MakePapers {
    store: Store,
    files: Files,
    issuer: Arc<Issuer>,
    printer: Arc<dyn Printer>,
    threads: Threads,
}

impl MakePapers {
    /// Of the hub, with this printer, into this storage, on so many threads.
    pub fn new(
        store: Store,
        files: Files,
        issuer: Issuer,
        printer: impl Printer,
        threads: NonZeroUsize,
    ) -> io::Result<Self> {
        Ok(Self {
            store,
            files,
            issuer: Arc::new(issuer),
            printer: Arc::new(printer),
            threads: Threads::start(threads)?,
        })
    }

    /// A paper with what it shows from now on; none where there is nothing to print any more.
    async fn frozen(&self, id: PaperId) -> Result<Option<PaperRecord>, Error> {
        let issuer = self.issuer.clone();
        let composed = self.store.read(move |db| match papers::find(db, id)? {
            None => Ok(None),
            Some(record) if record.facts.is_some() => Ok(Some((record, None))),
            Some(record) => {
                let frozen = compose::compose(db, &issuer, &record)?;
                Ok(frozen.map(|frozen| (record, Some(frozen))))
            }
        });
        match composed.await? {
            None => Ok(None),
            Some((record, None)) => Ok(Some(record)),
            Some((_, Some(frozen))) => {
                self.store
                    .write(system(), move |tx| papers::freeze(tx, id, &frozen))
                    .await
            }
        }
    }

    /// A paper's bytes in the storage, for whoever notes that they are there; none where there is nothing to print any more.
    async fn stored(&self, id: PaperId) -> Result<Option<Stored>, Failure> {
        let Some(record) = self.frozen(id).await? else {
            tracing::info!(%id, "nothing to print any more");
            return Ok(None);
        };
        let bytes = self.print(&record).await?;
        let sha256 = digest(&SHA256, &bytes).as_ref().to_vec();
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        if record.sha256.as_ref().is_some_and(|before| *before != sha256) {
            tracing::warn!(%id, "a lost paper did not come out as it was: its template was changed since");
        }
        let stored = self.files.put(id, bytes).await;
        stored.map_err(|error| Failure::Later(error.to_string()))?;
        if self.found(id).await?.is_none() {
            self.take_back(id).await?;
            return Ok(None);
        }
        Ok(Some(Stored { sha256, size }))
    }

    /// Makes a paper that somebody wants before its turn comes; none where there is nothing to print any more.
    pub(crate) async fn make_now(&self, id: PaperId) -> Result<Option<PaperRecord>, Failure> {
        let Some(Stored { sha256, size }) = self.stored(id).await? else {
            return Ok(None);
        };
        let noted = self
            .store
            .write(system(), move |tx| papers::made(tx, id, &sha256, size));
        noted.await?;
        Ok(self.found(id).await?)
    }

    async fn found(&self, id: PaperId) -> Result<Option<PaperRecord>, Error> {
        self.store.read(move |db| papers::find(db, id)).await
    }

    /// The paper was thrown away while it was printed, its bytes perhaps before they came: whoever printed it twice, having
    /// lost the message to somebody faster, has no say in what becomes of it any more.
    async fn take_back(&self, id: PaperId) -> Result<(), Failure> {
        let deleted = self.files.delete(id).await;
        deleted.map_err(|error| Failure::Later(error.to_string()))
    }

    async fn print(&self, record: &PaperRecord) -> Result<Bytes, Failure> {
        let later =
            |why: &dyn std::fmt::Display| Failure::Later(format!("the {} cannot be printed: {why}", record.kind));
        let facts = record.facts.clone().map(|facts| facts.0).unwrap_or_default();
        let paper: Paper = serde_json::from_value(facts).map_err(|error| later(&error))?;
        let printer = self.printer.clone();
        match self.threads.run(move || printer.print(&paper)).await {
            Some(outcome) => outcome.map_err(|error| later(&error)),
            None => Err(later(&"the press broke")),
        }
    }
}

#[async_trait]
impl Handler for MakePapers {
    async fn handle(&self, message: &Claimed) -> Result<Done, Failure> {
        let MakePaper { paper: id } = super::payload(message)?;
        // Somebody who wanted it at once was faster.
        if self.found(id).await?.is_some_and(|record| record.made_at.is_some()) {
            return Ok(Done::plainly());
        }
        match self.stored(id).await? {
            Some(Stored { sha256, size }) => Ok(Done::and(move |tx| papers::made(tx, id, &sha256, size))),
            None => Ok(Done::plainly()),
        }
    }
}
