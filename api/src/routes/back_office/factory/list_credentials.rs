//! `GET /v1/back-office/card-factory/credentials`

use actix_web::get;
use actix_web::web::Data;
use domain::access::Partner;

use crate::auth::Supervisor;
use crate::http::output::{NoFilter, PageParameters};
use crate::http::{Listing, Page, Problem, Reply};
use crate::hub::Hub;
use crate::routes::back_office::credentials::credential_view::{self, MachineCredentials};

/// Credentials of the card factory
///
/// By which the factory's system signs in, in the order of their names, revoked ones included, each with when it was last used.
#[utoipa::path(
    tag = "back-office",
    operation_id = "listFactoryCredentials",
    params(PageParameters),
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = Page<MachineCredentials>, description = "A page of credentials, without their secrets."))
)]
#[get("/v1/back-office/card-factory/credentials")]
pub async fn list_factory_credentials(
    _: Supervisor,
    hub: Data<Hub>,
    list: Listing<NoFilter, String>,
) -> Result<Reply, Problem> {
    credential_view::listed(&hub, Partner::Factory, list).await
}
