//! `DELETE /v1/shares/{id}`

use actix_web::delete;
use actix_web::web::Data;
use domain::ids::ShareId;
use persistence::shares;

use crate::auth::Driver;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::Hub;

/// End one of my shares
///
/// Its link and its code show nothing any more, at once. The driver sees it and its looks for thirty days more. Ending
/// one that is over changes nothing.
#[utoipa::path(
    tag = "shares",
    operation_id = "endShare",
    params(("id" = ShareId, Path, description = "Identifier (`id`) of the share.")),
    security(("driver" = [])),
    responses((status = 204, description = "The share is over: its link and its code show nothing any more."))
)]
#[delete("/v1/shares/{id}")]
pub async fn end_share(driver: Driver, hub: Data<Hub>, PathOf(id): PathOf<ShareId>) -> Result<Reply, Problem> {
    let Driver { id: account, author } = driver;
    hub.write(author, move |tx| Ok(shares::end(tx, account, id)?)).await?;
    Ok(Reply::no_content())
}
