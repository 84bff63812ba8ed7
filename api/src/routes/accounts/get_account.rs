//! `GET /v1/account`

use actix_web::get;
use actix_web::web::Data;
use persistence::accounts;

use super::account_view::AccountView;
use crate::auth::Driver;
use crate::http::{InLanguage, Problem, Reply};
use crate::hub::Hub;

/// My account
///
/// The driver's own account, with the data as it was analysed.
#[utoipa::path(
    tag = "accounts",
    operation_id = "getAccount",
    security(("driver" = []), ("frontend" = ["profile"])),
    responses((status = 200, body = AccountView, description = "The driver's own account, as it is now."))
)]
#[get("/v1/account")]
pub async fn get_account(me: Driver, hub: Data<Hub>, InLanguage(language): InLanguage) -> Result<Reply, Problem> {
    let (account, profile) = hub.ask(move |db| Ok(accounts::profile(db, me.id)?)).await?;
    Ok(AccountView::answer(&account, profile, language))
}
