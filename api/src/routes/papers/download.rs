//! `GET /v1/downloads/{token}`

use actix_web::web::Data;
use actix_web::{Either, get};
use persistence::download_links::{self, Linked};

use super::serving;
use super::wanted::Wanted;
use crate::auth::Visitor;
use crate::http::output::{DownloadResponses, RangeParameter};
use crate::http::{ByteRange, PathOf, Problem, Reply, Streamed};
use crate::hub::Hub;
use crate::routes::account_exports;
use crate::routes::links::{self, LinkToken};

/// Open a link to a document
///
/// The link works for a minute, however often, and in parts: a browser, its viewer and what scans for viruses each ask
/// for the document themselves.
#[utoipa::path(
    tag = "downloads",
    operation_id = "download",
    params(LinkToken, RangeParameter),
    responses(DownloadResponses)
)]
#[get("/v1/downloads/{token}")]
pub async fn download(
    visitor: Visitor,
    hub: Data<Hub>,
    PathOf(link): PathOf<LinkToken>,
    range: ByteRange,
) -> Result<Either<Reply, Streamed>, Problem> {
    let token = link.parse()?;
    let opened = hub.read(move |db| {
        let (linked, to_save) = download_links::find(db, &token)?;
        // What may be had can have changed since the link was made.
        match &linked {
            Linked::Paper(paper) => {
                let wanted = Wanted::of(paper).ok_or_else(Problem::not_found)?;
                wanted.require(db, paper.account_id)?;
            }
            Linked::Export(export) => drop(account_exports::serving::available(export.clone(), db.now())?),
        }
        Ok((linked, to_save))
    });
    let (linked, to_save) = opened.await.map_err(links::not_valid)?;
    match linked {
        Linked::Paper(paper) => {
            let bytes = serving::bytes(&hub, &paper, visitor.author).await?;
            let answer = serving::answer(&paper, bytes, to_save).in_part(&range)?;
            Ok(Either::Left(answer.never_stored()))
        }
        Linked::Export(export) => {
            let answer = account_exports::serving::serve(&hub, visitor.author, export, &range).await?;
            Ok(Either::Right(answer.never_stored()))
        }
    }
}
