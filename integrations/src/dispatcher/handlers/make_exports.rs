//! Makes archives of everything held about a driver.

use std::sync::Arc;

use crate::Failure;
use async_trait::async_trait;
use domain::export::Stage;
use domain::ids::{AccountId, ExportId};
use persistence::exports::{self, ExportRecord, MakeExport};
use persistence::outbox::Claimed;
use persistence::{Error, Store, accounts};

use crate::dispatcher::{Done, Handler, MakePapers};
use crate::exports::{
    Archive, Contents, Error as ExportError, Packing, Printing, Subject, add_documents, add_papers, add_sheet,
};
use crate::files::{Files, Spool, Spooled};

/// How many attempts give up where a paper cannot be printed. The next one goes without it.
const ATTEMPTS_WITH_EVERY_PAPER: i32 = 2;

/// Makes an archive on disk, a piece at a time, and puts it into the storage.
#[derive(Clone)]
pub struct MakeExports {
    store: Store,
    files: Files,
    spool: Spool,
    papers: MakePapers,
    contents: Arc<dyn Contents>,
}

impl MakeExports {
    /// From this store and storage, by way of this folder. Papers that are still to be printed are printed at once.
    pub fn new(store: Store, files: Files, spool: Spool, papers: MakePapers, contents: impl Contents) -> Self {
        Self {
            store,
            files,
            spool,
            papers,
            contents: Arc::new(contents),
        }
    }

    /// The export, if it is still to be made.
    async fn awaited(&self, id: ExportId) -> Result<Option<ExportRecord>, Error> {
        let found = self.store.read(move |db| exports::find(db, id)).await?;
        Ok(found.filter(|record| matches!(record.noted, Stage::Preparing | Stage::Failed)))
    }

    /// For whom it is; nobody, where the account was closed meanwhile.
    async fn subject(&self, account_id: AccountId) -> Result<Option<Subject>, Error> {
        self.store
            .read(move |db| match accounts::profile(db, account_id) {
                Ok((_, profile)) => Ok(Some(Subject {
                    account_id,
                    language: profile.language,
                    at: db.now(),
                })),
                Err(Error::NotFound) => Ok(None),
                Err(error) => Err(error),
            })
            .await
    }

    async fn written(&self, subject: &Subject, needs_all: bool) -> Result<Spooled, ExportError> {
        let mut archive = Archive::begin(&self.spool, subject.at);
        for (name, text) in self.contents.explanations(subject) {
            archive.file(name.to_owned(), Packing::Deflated).await?;
            archive.add(text).await?;
        }
        for &sheet in self.contents.sheets() {
            add_sheet(&mut archive, &self.store, &self.contents, subject, sheet).await?;
        }
        let printing = Printing {
            papers: &self.papers,
            needs_all,
        };
        let mut listed = add_documents(&mut archive, &self.store, &self.files, subject).await?;
        listed.extend(add_papers(&mut archive, &self.store, &self.files, &printing, subject).await?);
        archive.file("files.json".to_owned(), Packing::Deflated).await?;
        let listed = serde_json::json!({ "items": listed });
        archive.add(serde_json::to_vec_pretty(&listed)?).await?;
        archive.end().await
    }

    /// The account was closed while the archive was made: its bytes are nobody's.
    async fn take_back(&self, id: ExportId) -> Result<Done, Failure> {
        let deleted = self.files.delete(id).await;
        deleted.map(|()| Done::plainly()).map_err(later)
    }
}

#[async_trait]
impl Handler for MakeExports {
    async fn handle(&self, message: &Claimed) -> Result<Done, Failure> {
        let MakeExport { export: id } = super::payload(message)?;
        let Some(record) = self.awaited(id).await? else {
            tracing::info!(id = %message.id, "nothing to export any more");
            return Ok(Done::plainly());
        };
        let Some(subject) = self.subject(record.account_id).await? else {
            return Ok(Done::plainly());
        };
        let needs_all = message.attempt <= ATTEMPTS_WITH_EVERY_PAPER;
        let archive = self.written(&subject, needs_all).await.map_err(later)?;
        let sha256 = archive.sha256.to_vec();
        let size = i64::try_from(archive.size).unwrap_or(i64::MAX);
        self.files.put_file(id, archive).await.map_err(later)?;
        if self.awaited(id).await?.is_none() {
            return self.take_back(id).await;
        }
        Ok(Done::and(move |tx| exports::made(tx, id, &sha256, size)))
    }
}

fn later(why: impl std::fmt::Display) -> Failure {
    Failure::Later(format!("the export cannot be made: {why}"))
}
