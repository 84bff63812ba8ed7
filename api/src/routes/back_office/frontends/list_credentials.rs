//! `GET /v1/back-office/oauth-clients/{id}/credentials`

use actix_web::get;
use actix_web::web::Data;
use domain::access::Partner;
use domain::ids::FrontendId;
use persistence::frontends;

use crate::auth::Supervisor;
use crate::http::output::{NoFilter, PageParameters};
use crate::http::{Listing, Page, PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::back_office::credentials::credential_view::{self, MachineCredentials};

/// Credentials of a frontend's operator
///
/// By which the operator's system signs in, in the order of their names, revoked ones included, each with when it was last used.
#[utoipa::path(
    tag = "back-office",
    operation_id = "listOauthClientCredentials",
    params(("id" = FrontendId, Path, description = "Identifier (`id`) of the frontend."), PageParameters),
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = Page<MachineCredentials>, description = "A page of credentials, without their secrets."))
)]
#[get("/v1/back-office/oauth-clients/{id}/credentials")]
pub async fn list_oauth_client_credentials(
    _: Supervisor,
    hub: Data<Hub>,
    PathOf(id): PathOf<FrontendId>,
    list: Listing<NoFilter, String>,
) -> Result<Reply, Problem> {
    hub.ask(move |db| Ok(frontends::find(db, id)?)).await?;
    credential_view::listed(&hub, Partner::Frontend(id), list).await
}
