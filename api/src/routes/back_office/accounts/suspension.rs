//! `POST /v1/back-office/accounts/{id}/suspension`, and `…/reactivation`, which ends it

use actix_web::post;
use actix_web::web::Data;
use domain::ids::AccountId;

use super::account_view::AccountFile;
use super::decision::{Decision, decide};
use crate::auth::Supervisor;
use crate::http::output::RequiredIfMatchParameter;
use crate::http::{Body, InLanguage, PathOf, Problem, Reply, RequiredIfMatch};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};
use crate::routes::reason::Reason;

/// Suspend an account
///
/// The driver cannot sign in any more, and their sessions end at once. A reason is needed, which the driver is told.
#[utoipa::path(
    tag = "back-office",
    operation_id = "suspendAccount",
    request_body = Reason,
    params(("id" = AccountId, Path, description = "Identifier (`id`) of the account."), RequiredIfMatchParameter, IdempotencyKeyParameter),
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = AccountFile, description = "The whole file of the account, which is suspended now."))
)]
#[post("/v1/back-office/accounts/{id}/suspension")]
pub async fn suspend_account(
    me: Supervisor,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<AccountId>,
    RequiredIfMatch(seen): RequiredIfMatch,
    once: Idempotency,
    Body(body): Body<Reason>,
) -> Result<Reply, Problem> {
    let decision = Decision::Suspend(body.reason);
    hub.write_once(&once, me.author, move |tx| decide(tx, id, &seen, &decision, language))
        .await
}

/// Reactivate an account
///
/// The driver of a suspended account can sign in again, and is told so. A reason is needed.
#[utoipa::path(
    tag = "back-office",
    operation_id = "reactivateAccount",
    request_body = Reason,
    params(("id" = AccountId, Path, description = "Identifier (`id`) of the account."), RequiredIfMatchParameter, IdempotencyKeyParameter),
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = AccountFile, description = "The whole file of the account, which is active again."))
)]
#[post("/v1/back-office/accounts/{id}/reactivation")]
pub async fn reactivate_account(
    me: Supervisor,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<AccountId>,
    RequiredIfMatch(seen): RequiredIfMatch,
    once: Idempotency,
    Body(body): Body<Reason>,
) -> Result<Reply, Problem> {
    let decision = Decision::Reactivate(body.reason);
    hub.write_once(&once, me.author, move |tx| decide(tx, id, &seen, &decision, language))
        .await
}
