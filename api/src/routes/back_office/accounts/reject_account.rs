//! `POST /v1/back-office/accounts/{id}/rejection`

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

/// Refuse an account
///
/// The account is refused for good, with a reason, which the driver is told.
#[utoipa::path(
    tag = "back-office",
    operation_id = "rejectAccount",
    request_body = Reason,
    params(("id" = AccountId, Path, description = "Identifier (`id`) of the account."), RequiredIfMatchParameter, IdempotencyKeyParameter),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = AccountFile, description = "The whole file of the account, which is refused now."))
)]
#[post("/v1/back-office/accounts/{id}/rejection")]
pub async fn reject_account(
    me: Agent,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<AccountId>,
    RequiredIfMatch(seen): RequiredIfMatch,
    once: Idempotency,
    Body(body): Body<Reason>,
) -> Result<Reply, Problem> {
    let decision = Decision::Reject(body.reason);
    hub.write_once(&once, me.author, move |tx| decide(tx, id, &seen, &decision, language))
        .await
}
