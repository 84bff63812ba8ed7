//! `GET /v1/oidc/links`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::IdentityLinkId;
use persistence::oidc::links;

use super::link_view::LinkView;
use crate::auth::SignedIn;
use crate::http::output::PageParameters;
use crate::http::{Listing, NoFilter, Page, Problem, Reply};
use crate::hub::Hub;

/// Who am I elsewhere
///
/// One's own links with identities at providers, oldest first.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "listOidcLinks",
    params(PageParameters),
    security(("driver" = []), ("back_office" = [])),
    responses((status = 200, body = Page<LinkView>, description = "A page of one's own links, oldest first."))
)]
#[get("/v1/oidc/links")]
pub async fn list_oidc_links(
    me: SignedIn,
    hub: Data<Hub>,
    list: Listing<NoFilter, IdentityLinkId>,
) -> Result<Reply, Problem> {
    let (owner, after, fetch) = (me.owner, list.after, list.fetch());
    let rows = hub.ask(move |db| Ok(links::of(db, owner, after, fetch)?)).await?;
    Ok(list.answer(rows, |row| row.id, LinkView::from))
}
