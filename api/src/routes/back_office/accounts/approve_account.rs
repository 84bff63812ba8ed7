//! `POST /v1/back-office/accounts/{id}/approval`

use actix_web::post;
use actix_web::web::Data;
use domain::ids::AccountId;

use super::account_view::AccountFile;
use super::decision::{Decision, decide};
use crate::auth::Agent;
use crate::http::output::RequiredIfMatchParameter;
use crate::http::{EmptyBody, InLanguage, PathOf, Problem, Reply, RequiredIfMatch};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// Approve an account
///
/// The data of the account is in order. The driver gets a link to choose a password. Refused while another approved
/// account has the same licence.
#[utoipa::path(
    tag = "back-office",
    operation_id = "approveAccount",
    params(("id" = AccountId, Path, description = "Identifier (`id`) of the account."), RequiredIfMatchParameter, IdempotencyKeyParameter),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = AccountFile, description = "The whole file of the account, which is approved now."))
)]
#[post("/v1/back-office/accounts/{id}/approval")]
pub async fn approve_account(
    me: Agent,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<AccountId>,
    RequiredIfMatch(seen): RequiredIfMatch,
    once: Idempotency,
    _: EmptyBody,
) -> Result<Reply, Problem> {
    let decision = Decision::Approve;
    hub.write_once(&once, me.author, move |tx| decide(tx, id, &seen, &decision, language))
        .await
}
