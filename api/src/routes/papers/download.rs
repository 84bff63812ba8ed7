//! `GET /v1/downloads/{token}`

use actix_web::get;
use actix_web::web::Data;
use persistence::download_links;

use super::serving;
use super::wanted::Wanted;
use crate::auth::Visitor;
use crate::http::{HeadersOnly, PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::links::{self, LinkToken};

/// Open a link to a document
///
/// Works once, and whole: parts of it cannot be asked for one after the other. Asking for its headers alone (HEAD) does
/// not use it up.
#[utoipa::path(
    tag = "downloads",
    operation_id = "download",
    params(LinkToken),
    responses((status = 200, description = "The document.", content((Vec<u8> = "application/pdf"))))
)]
#[get("/v1/downloads/{token}")]
pub async fn download(
    visitor: Visitor,
    hub: Data<Hub>,
    HeadersOnly(headers_only): HeadersOnly,
    PathOf(link): PathOf<LinkToken>,
) -> Result<Reply, Problem> {
    let token = link.parse()?;
    let opened = hub.write(visitor.author.clone(), move |tx| {
        // Whatever looks at links before their reader does (mail scanners, previews) begins with a HEAD.
        let (paper, to_save) = if headers_only {
            download_links::find(tx, &token)?
        } else {
            download_links::redeem(tx, &token)?
        };
        // What may be had can have changed since the link was made.
        let wanted = Wanted::of(&paper).ok_or_else(Problem::not_found)?;
        wanted.require(tx, paper.account_id)?;
        Ok((paper, to_save))
    });
    let (paper, to_save) = opened.await.map_err(links::not_valid)?;
    let bytes = serving::bytes(&hub, &paper, visitor.author).await?;
    Ok(serving::answer(&paper, bytes, to_save).never_stored())
}
