//! `GET /v1/back-office/accounts/{id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::AccountId;

use super::account_view::AccountFile;
use crate::auth::Agent;
use crate::http::{InLanguage, PathOf, Problem, Reply};
use crate::hub::{Hub, Read};

/// One account
///
/// The whole file of an account: what the driver gave, consents, possible duplicates, history, and what can be done
/// with it.
#[utoipa::path(
    tag = "back-office",
    operation_id = "getAccountForReview",
    params(("id" = AccountId, Path, description = "Identifier (`id`) of the account.")),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = AccountFile, description = "The whole file of the account."))
)]
#[get("/v1/back-office/accounts/{id}")]
pub async fn get_account_for_review(
    me: Agent,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<AccountId>,
) -> Result<Reply, Problem> {
    let role = me.author.actor.role();
    let reading = hub.read(move |db| AccountFile::answer(db, id, role, language));
    hub.noted(me.author, Read::of("account", id), reading).await
}
