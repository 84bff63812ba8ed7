//! `GET /v1/back-office/oauth-clients`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::FrontendId;
use persistence::frontends;

use super::frontend_view::OauthClient;
use crate::auth::Supervisor;
use crate::http::output::{NoFilter, PageParameters};
use crate::http::{Listing, Page, Problem, Reply};
use crate::hub::Hub;

/// Frontends
///
/// Every registered frontend, in the order in which they were registered.
#[utoipa::path(
    tag = "back-office",
    operation_id = "listOauthClients",
    params(PageParameters),
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = Page<OauthClient>, description = "A page of frontends, the first registered first."))
)]
#[get("/v1/back-office/oauth-clients")]
pub async fn list_oauth_clients(
    _: Supervisor,
    hub: Data<Hub>,
    list: Listing<NoFilter, FrontendId>,
) -> Result<Reply, Problem> {
    let (after, fetch) = (list.after, list.fetch());
    let rows = hub.ask(move |db| Ok(frontends::list(db, after, fetch)?)).await?;
    Ok(list.answer(rows, |row| row.id, OauthClient::from))
}
