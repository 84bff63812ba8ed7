//! `DELETE /v1/account`

use actix_web::delete;
use actix_web::web::Data;
use persistence::accounts::{self, decisions};

use crate::auth::Driver;
use crate::http::output::IfMatchParameter;
use crate::http::{IfMatch, Problem, Reply};
use crate::hub::Hub;

/// Close my account
///
/// Possible while no case is open. Signs out everywhere and erases what no law keeps.
#[utoipa::path(
    tag = "accounts",
    operation_id = "closeAccount",
    params(IfMatchParameter),
    security(("driver" = [])),
    responses(
        (status = 204, description = "The account is closed, and signed out everywhere."),
        (status = 409, body = crate::http::problem::ProblemDocument, content_type = "application/problem+json", description = "A case of the driver is still open, or money is still on its way (`case_open`).")
    )
)]
#[delete("/v1/account")]
pub async fn close_account(me: Driver, hub: Data<Hub>, if_match: IfMatch) -> Result<Reply, Problem> {
    hub.write(me.author, move |tx| {
        let account = accounts::lock(tx, me.id)?;
        if_match.require(account.version)?;
        Ok(decisions::close(tx, &account)?)
    })
    .await?;
    Ok(Reply::no_content())
}
