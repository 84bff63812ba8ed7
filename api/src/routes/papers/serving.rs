//! A paper's bytes, from the object storage; and what is done where they are not there.

use std::fmt::Write as _;
use std::time::Duration;

use actix_web::http::header::{CONTENT_DISPOSITION, HeaderName};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use domain::ids::AccountId;
use domain::paper::PaperKind;
use integrations::files;
use persistence::papers::{self, PaperRecord};
use persistence::{Author, Db};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;
use validator::Validate;

use super::wanted::Wanted;
use crate::auth::Driver;
use crate::http::{ByteRange, Code, Problem, Reply};
use crate::hub::{Abort, Hub};

/// How long somebody may wait before they ask again: papers are made within a second, unless many are asked for.
const SOON: Duration = Duration::from_secs(2);

/// The SHA-256 of the whole, in base64 (RFC 9530).
const REPR_DIGEST: HeaderName = HeaderName::from_static("repr-digest");

domain::words! {
    /// Whether a paper is to be saved, rather than looked at.
    #[derive(Default)]
    pub enum ToSave {
        /// The document opens in the browser (`inline`).
        No => "0" default,
        /// The document is saved under its name (`attachment`).
        Yes => "1",
    }
}

/// How a paper is to be had.
#[derive(Debug, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Disposition {
    /// `1` to have the document saved under its name (`attachment`); it opens in the browser otherwise (`inline`).
    #[serde(default)]
    #[param(inline, required = false)]
    pub download: ToSave,
}

impl Disposition {
    pub(super) fn to_save(&self) -> bool {
        self.download == ToSave::Yes
    }
}

/// A paper that whoever asks may have.
#[derive(Debug, Clone, Copy)]
pub(in crate::routes) struct Allowed {
    /// What it is.
    pub(in crate::routes) kind: PaperKind,
    /// What it is about.
    pub(in crate::routes) subject: Uuid,
    /// Whose it is.
    pub(in crate::routes) account: AccountId,
}

/// A driver's own paper, as an answer.
pub(super) async fn serve_own(
    hub: &Hub,
    Driver { id, author }: Driver,
    wanted: Wanted,
    disposition: &Disposition,
    range: &ByteRange,
) -> Result<Reply, Problem> {
    serve(hub, author, move |db| wanted.require(db, id), disposition, range).await
}

/// A paper, as an answer. `require` stops where the author may not have it, or not now.
pub(in crate::routes) async fn serve<R>(
    hub: &Hub,
    author: Author,
    require: R,
    disposition: &Disposition,
    range: &ByteRange,
) -> Result<Reply, Problem>
where
    R: Fn(&mut Db<'_>) -> Result<Allowed, Abort> + Copy + Send + Sync + 'static,
{
    let paper = find(hub, author.clone(), require).await?;
    let bytes = bytes(hub, &paper, author).await?;
    answer(&paper, bytes, disposition.to_save()).in_part(range)
}

/// A paper, made. One that was never asked for, because what it tells is older than papers are, is asked for now.
pub(super) async fn find<R>(hub: &Hub, author: Author, require: R) -> Result<PaperRecord, Problem>
where
    R: Fn(&mut Db<'_>) -> Result<Allowed, Abort> + Copy + Send + Sync + 'static,
{
    let found = hub.read(move |db| {
        let Allowed { kind, subject, .. } = require(db)?;
        Ok(papers::of_subject(db, kind, subject)?)
    });
    match found.await? {
        Some(paper) if paper.made_at.is_some() => Ok(paper),
        Some(_) => Err(not_ready()),
        None => {
            let order = hub.write(author, move |tx| {
                let Allowed { kind, subject, account } = require(tx)?;
                if papers::of_subject(tx, kind, subject)?.is_none() {
                    papers::order(tx, kind, subject, account)?;
                }
                Ok(())
            });
            order.await?;
            Err(not_ready())
        }
    }
}

/// The bytes of a paper that was made. What is not there, or not what was printed, is printed again.
pub(super) async fn bytes(hub: &Hub, paper: &PaperRecord, author: Author) -> Result<Bytes, Problem> {
    let id = paper.id;
    let printed = paper.sha256.as_deref().unwrap_or_default();
    match hub.files.bytes_checked(id, printed).await {
        Ok(bytes) => return Ok(bytes),
        Err(error) if error.is_spoilt() => tracing::error!(%error, "a paper is not what was printed"),
        Err(files::Error::NotFound(_)) => tracing::error!(%id, "a paper is lost"),
        Err(error) => return Err(error.into()),
    }
    hub.write(author, move |tx| Ok(papers::lost(tx, id)?)).await?;
    Err(not_ready())
}

/// The paper, to be looked at or to be saved. Once printed it never changes.
pub(super) fn answer(paper: &PaperRecord, bytes: Bytes, to_save: bool) -> Reply {
    let how = if to_save { "attachment" } else { "inline" };
    // The bytes were found to be those that were printed.
    let sha256 = STANDARD.encode(paper.sha256.as_deref().unwrap_or_default());
    let mut disposition = how.to_owned();
    if let Some(name) = &paper.file_name {
        // Writing to a String cannot fail.
        let _ = write!(disposition, "; filename=\"{name}\"");
    }
    Reply::bytes("application/pdf", bytes)
        .header(&CONTENT_DISPOSITION, disposition)
        .header(&REPR_DIGEST, format!("sha-256=:{sha256}:"))
        .version(1)
}

fn not_ready() -> Problem {
    Problem::new(Code::PaperNotReady).retry_after(SOON)
}
