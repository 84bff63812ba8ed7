//! `POST /v1/back-office/accounts/{id}/correction-request`

use actix_web::post;
use actix_web::web::Data;
use domain::account;
use domain::ids::AccountId;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::account_view::AccountFile;
use super::decision::{Decision, decide};
use crate::auth::Agent;
use crate::http::output::RequiredIfMatchParameter;
use crate::http::{Body, InLanguage, PathOf, Problem, Reply, RequiredIfMatch};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};
use crate::routes::items::{self, RequestedItem};

/// What a driver is asked to correct in their account.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"items": [{"target": "field:surname", "reason": "Le nom diffère de celui du permis"}]}))]
pub struct CorrectionRequest {
    /// What is to be corrected, one thing in each item; at least one item.
    #[validate(length(max = 50), nested)]
    items: Vec<RequestedItem>,
}

/// Ask for corrections
///
/// The driver gets a link to correct what the items name, by email and by text message.
#[utoipa::path(
    tag = "back-office",
    operation_id = "requestAccountCorrection",
    request_body = CorrectionRequest,
    params(("id" = AccountId, Path, description = "Identifier (`id`) of the account."), RequiredIfMatchParameter, IdempotencyKeyParameter),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = AccountFile, description = "The whole file of the account, which waits for its driver now."))
)]
#[post("/v1/back-office/accounts/{id}/correction-request")]
pub async fn request_account_correction(
    me: Agent,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<AccountId>,
    RequiredIfMatch(seen): RequiredIfMatch,
    once: Idempotency,
    Body(body): Body<CorrectionRequest>,
) -> Result<Reply, Problem> {
    let decision = Decision::RequestCorrection(items::check(body.items, account::can_be_asked)?);
    hub.write_once(&once, me.author, move |tx| decide(tx, id, &seen, &decision, language))
        .await
}
