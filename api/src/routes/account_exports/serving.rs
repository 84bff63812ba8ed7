//! An export's bytes, from the object storage.

use actix_web::http::header::CONTENT_DISPOSITION;
use chrono::{DateTime, Utc};
use domain::export::Stage;
use domain::time::legal_date;
use integrations::files;
use persistence::Author;
use persistence::exports::{self, ExportRecord};

use super::export_view::SOON;
use crate::http::output::StreamedPart;
use crate::http::{ByteRange, Code, Problem, Streamed};
use crate::hub::Hub;

/// The export, where its archive can be downloaded.
pub(in crate::routes) fn available(record: ExportRecord, now: DateTime<Utc>) -> Result<ExportRecord, Problem> {
    match record.stage(now) {
        Stage::Ready => Ok(record),
        Stage::Preparing => Err(Problem::new(Code::PaperNotReady).retry_after(SOON)),
        stage @ (Stage::Failed | Stage::Expired) => {
            let problem = Problem::new(Code::NotPossibleInStage).member("stage", stage);
            Err(problem.member("possible_actions", [""; 0]))
        }
    }
}

/// The archive of an export that can be downloaded, or the part of it that is asked for; the audit trail knows of it
/// before it is answered.
pub(in crate::routes) async fn serve(
    hub: &Hub,
    author: Author,
    record: ExportRecord,
    asked: &ByteRange,
) -> Result<Streamed, Problem> {
    let sha256 = record.sha256.as_deref().unwrap_or_default();
    let size = u64::try_from(record.size.unwrap_or_default()).unwrap_or_default();
    let head = StreamedPart::of("application/zip", size, sha256, asked)?;
    let content = match hub.files.get(record.id, head.part()).await {
        Ok(content) => content,
        Err(files::Error::NotFound(_)) => return Err(lost(hub, author, &record).await),
        Err(error) if error.is_spoilt() => return Err(lost(hub, author, &record).await),
        Err(error) => return Err(error.into()),
    };
    let name = format!("donnees-{}.zip", legal_date(*record.requested_at));
    hub.write(author, move |tx| Ok(exports::note_download(tx, &record)?))
        .await?;
    Ok(head
        .with(content)
        .header(&CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
}

/// What is lost cannot be made again as it was: another one is asked for.
async fn lost(hub: &Hub, author: Author, record: &ExportRecord) -> Problem {
    let id = record.id;
    tracing::error!(%id, "an export is lost");
    match hub.write(author, move |tx| Ok(exports::lost(tx, id)?)).await {
        Ok(()) => Problem::not_found(),
        Err(problem) => problem,
    }
}
