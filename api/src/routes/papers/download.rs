//! `GET /v1/downloads/{token}`

use actix_web::get;
use actix_web::web::Data;
use persistence::download_links;

use super::serving;
use super::wanted::Wanted;
use crate::auth::Visitor;
use crate::http::output::{DownloadResponses, RangeParameter};
use crate::http::{ByteRange, PathOf, Problem, Reply};
use crate::hub::Hub;
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
) -> Result<Reply, Problem> {
    let token = link.parse()?;
    let opened = hub.read(move |db| {
        let (paper, to_save) = download_links::find(db, &token)?;
        // What may be had can have changed since the link was made.
        let wanted = Wanted::of(&paper).ok_or_else(Problem::not_found)?;
        wanted.require(db, paper.account_id)?;
        Ok((paper, to_save))
    });
    let (paper, to_save) = opened.await.map_err(links::not_valid)?;
    let bytes = serving::bytes(&hub, &paper, visitor.author).await?;
    Ok(serving::answer(&paper, bytes, to_save).in_part(&range)?.never_stored())
}
