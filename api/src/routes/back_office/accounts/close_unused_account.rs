//! `POST /v1/back-office/accounts/{id}/closure`

use actix_web::post;
use actix_web::web::Data;
use domain::ids::AccountId;

use super::account_view::AccountFile;
use super::decision::{Decision, decide};
use crate::auth::Agent;
use crate::http::output::RequiredIfMatchParameter;
use crate::http::{Body, InLanguage, PathOf, Problem, Reply, RequiredIfMatch};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};
use crate::routes::reason::Reason;

/// Close an account that was never used
///
/// For an account that waits to be analysed or for its password, where nobody is reached, or whose driver registered
/// twice. Licence and email are free again, its data is erased, and the address known is told, with the reason.
#[utoipa::path(
    tag = "back-office",
    operation_id = "closeUnusedAccount",
    request_body = Reason,
    params(("id" = AccountId, Path, description = "Identifier (`id`) of the account."), RequiredIfMatchParameter, IdempotencyKeyParameter),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = AccountFile, description = "The whole file of the account, which is closed now."))
)]
#[post("/v1/back-office/accounts/{id}/closure")]
pub async fn close_unused_account(
    me: Agent,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<AccountId>,
    RequiredIfMatch(seen): RequiredIfMatch,
    once: Idempotency,
    Body(body): Body<Reason>,
) -> Result<Reply, Problem> {
    let decision = Decision::Close(body.reason);
    hub.write_once(&once, me.author, move |tx| decide(tx, id, &seen, &decision, language))
        .await
}
