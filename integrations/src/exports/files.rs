//! Documents and papers in an archive: each as it lies in the storage, under a name that people can make something of.

use std::collections::HashSet;

use domain::ids::{CaseId, DocumentId, PaperId};
use domain::paper::PaperKind;
use domain::rules::documents::{DocumentScan, MediaType};
use domain::words::Word as _;
use persistence::documents::DocumentRecord;
use persistence::exports::held;
use persistence::papers::PaperRecord;
use persistence::{Store, cases};
use serde::Serialize;
use uuid::Uuid;

use super::Subject;
use super::archive::{Archive, Error, Packing};
use crate::dispatcher::MakePapers;
use crate::files::{self, Files};

/// How many rows are read at once.
const AT_ONCE: i64 = 50;

/// How papers come that are not printed yet, or lost.
pub(crate) struct Printing<'a> {
    /// What prints them.
    pub(crate) papers: &'a MakePapers,
    /// Whether there is to be no archive without them.
    pub(crate) needs_all: bool,
}

impl Printing<'_> {
    /// The paper, printed; none where it cannot be, and the archive can do without.
    async fn print(&self, id: PaperId) -> Result<Option<PaperRecord>, Error> {
        match self.papers.make_now(id).await {
            Ok(printed) => Ok(printed),
            Err(failure) if self.needs_all => Err(Error::Paper(failure)),
            Err(failure) => {
                tracing::error!(%id, %failure, "a paper is missing in an export");
                Ok(None)
            }
        }
    }
}

/// A file in an archive, as `files.json` lists it.
#[derive(Debug, Serialize)]
pub(crate) struct FileEntry {
    /// Its name in the archive; none where its bytes are lost or destroyed, or there was nothing to print.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// The document, or the printed paper.
    id: Uuid,
    /// The document's type, or the paper's kind.
    r#type: &'static str,
    /// The case that a document was uploaded into.
    #[serde(skip_serializing_if = "Option::is_none")]
    case_id: Option<CaseId>,
    /// What a paper is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject_id: Option<Uuid>,
    /// Its media type.
    media_type: String,
}

/// Adds what the driver uploaded.
pub(crate) async fn add_documents(
    archive: &mut Archive,
    store: &Store,
    files: &Files,
    subject: &Subject,
) -> Result<Vec<FileEntry>, Error> {
    let account = subject.account_id;
    let mut entries = Vec::new();
    let mut after: Option<DocumentId> = None;
    loop {
        let page = store.read(move |db| {
            let mut page = Vec::new();
            for document in held::documents(db, account, after, AT_ONCE)? {
                let reference = match document.case_id {
                    Some(id) => Some(cases::find(db, id)?.reference),
                    None => None,
                };
                page.push((document, reference));
            }
            Ok(page)
        });
        let page = page.await?;
        after = page.last().map(|(document, _)| document.id);
        for (document, reference) in page {
            let name = document_name(&document, reference.as_deref());
            let file = if DocumentScan::is_kept(document.scan) {
                add(archive, files, Object::of_document(&document), name).await?
            } else {
                None
            };
            entries.push(FileEntry {
                file,
                id: document.id.into(),
                r#type: document.document_type.name(),
                case_id: document.case_id,
                subject_id: None,
                media_type: document.media_type,
            });
        }
        if after.is_none() {
            return Ok(entries);
        }
    }
}

/// By the case, which has one of each type.
fn document_name(document: &DocumentRecord, reference: Option<&str>) -> String {
    let (document_type, id) = (document.document_type, document.id);
    let extension = MediaType::from_name(&document.media_type).map_or("bin", |known| known.extension());
    match reference {
        Some(reference) => format!("documents/{reference}/{document_type}.{extension}"),
        None => format!("documents/{document_type}-{id}.{extension}"),
    }
}

/// Adds what was printed for the driver: of invoices and credit notes the duplicates, for there is one original only,
/// and that was mailed.
pub(crate) async fn add_papers(
    archive: &mut Archive,
    store: &Store,
    files: &Files,
    printing: &Printing<'_>,
    subject: &Subject,
) -> Result<Vec<FileEntry>, Error> {
    let account = subject.account_id;
    let mut entries = Vec::new();
    let mut named = HashSet::new();
    let mut after: Option<PaperId> = None;
    loop {
        let page = store.read(move |db| held::papers(db, account, after, AT_ONCE)).await?;
        after = page.last().map(|paper| paper.id);
        let shown = page.into_iter().filter(|paper| !is_original(paper.kind));
        for paper in shown {
            let file = add_paper(archive, files, printing, &paper, &named).await?;
            named.extend(file.clone());
            entries.push(FileEntry {
                file,
                id: paper.id.into(),
                r#type: paper.kind.name(),
                case_id: None,
                subject_id: Some(paper.subject_id.0),
                media_type: "application/pdf".to_owned(),
            });
        }
        if after.is_none() {
            return Ok(entries);
        }
    }
}

/// Adds a paper's bytes. None where there is nothing to print any more.
async fn add_paper(
    archive: &mut Archive,
    files: &Files,
    printing: &Printing<'_>,
    paper: &PaperRecord,
    named: &HashSet<String>,
) -> Result<Option<String>, Error> {
    if paper.made_at.is_some() {
        let kept = add(archive, files, Object::of_paper(paper), paper_name(paper, named)).await?;
        if kept.is_some() {
            return Ok(kept);
        }
    }
    match printing.print(paper.id).await? {
        Some(printed) => add(archive, files, Object::of_paper(&printed), paper_name(&printed, named)).await,
        None => Ok(None),
    }
}

const fn is_original(kind: PaperKind) -> bool {
    matches!(kind, PaperKind::Invoice | PaperKind::CreditNote)
}

fn paper_name(paper: &PaperRecord, named: &HashSet<String>) -> String {
    let usual = match &paper.file_name {
        Some(name) => format!("papers/{name}"),
        None => format!("papers/{}-{}.pdf", paper.kind, paper.id),
    };
    if !named.contains(&usual) {
        return usual;
    }
    // Two of one name: the recaps of two trainings that ended on one day.
    format!(
        "papers/{}-{}.pdf",
        usual.trim_start_matches("papers/").trim_end_matches(".pdf"),
        paper.id
    )
}

/// An object in the storage, and what it should be.
struct Object<'a> {
    key: Uuid,
    sha256: &'a [u8],
}

impl<'a> Object<'a> {
    fn of_document(document: &'a DocumentRecord) -> Self {
        Self {
            key: document.id.into(),
            sha256: &document.sha256,
        }
    }

    fn of_paper(paper: &'a PaperRecord) -> Self {
        Self {
            key: paper.id.into(),
            sha256: paper.sha256.as_deref().unwrap_or_default(),
        }
    }
}

/// Adds an object's bytes, none of which is large. None, where it is lost, or is not what was stored.
async fn add(archive: &mut Archive, files: &Files, object: Object<'_>, name: String) -> Result<Option<String>, Error> {
    let Object { key, sha256 } = object;
    let bytes = match files.bytes_checked(key, sha256).await {
        Ok(bytes) => bytes,
        Err(error) if error.is_spoilt() || matches!(error, files::Error::NotFound(_)) => {
            tracing::error!(%error, "a file that a row knows is lost");
            return Ok(None);
        }
        Err(error) => return Err(error.into()),
    };
    archive.file(name.clone(), Packing::Stored).await?;
    archive.add(bytes).await?;
    Ok(Some(name))
}
