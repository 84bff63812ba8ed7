//! `POST /v1/back-office/accounts/{id}/correction-request`

use actix_web::post;
use actix_web::web::Data;
use domain::account;
use domain::case::ItemTarget;
use domain::ids::AccountId;
use domain::rules;
use persistence::accounts::{self, correction};
use persistence::cases::NewItem;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::shapes::AccountFile;
use crate::auth::Agent;
use crate::http::output::RequiredIfMatchParameter;
use crate::http::{Answer, Body, Fault, InLanguage, PathOf, Problem, RequiredIfMatch};
use crate::hub::{Hub, Idempotency};

/// What the driver is to correct.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"items": [{"target": "field:surname", "reason": "Le nom diffère de celui du permis"}]}))]
pub struct CorrectionRequest {
    /// One thing each; at least one.
    #[validate(length(max = 50), nested)]
    items: Vec<RequestedItem>,
}

/// One thing to put right.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestedItem {
    /// `field:…` (a field of the account) or `question`.
    target: ItemTarget,
    /// Why it is not in order.
    #[validate(length(max = 2_000))]
    reason: String,
}

/// Ask for corrections
///
/// The driver gets a link to correct what the items name, by email and by text message.
#[utoipa::path(
    tag = "back-office",
    operation_id = "requestAccountCorrection",
    params(("id" = AccountId, Path, description = "The account."), RequiredIfMatchParameter),
    security(("back_office" = [])),
    responses((status = 200, body = AccountFile, description = "The account, waiting for its driver."))
)]
#[post("/v1/back-office/accounts/{id}/correction-request")]
pub async fn request_account_correction(
    me: Agent,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<AccountId>,
    RequiredIfMatch(if_match): RequiredIfMatch,
    once: Idempotency,
    Body(body): Body<CorrectionRequest>,
) -> Result<Answer, Problem> {
    let items = body.check()?;
    hub.write_once(&once, me.author, move |tx| {
        let account = accounts::lock(tx, id)?;
        if_match.require(account.version)?;
        correction::request(tx, &account, &items)?;
        AccountFile::answer(tx, id, me.role, language)
    })
    .await
}

impl CorrectionRequest {
    fn check(self) -> Result<Vec<NewItem>, Problem> {
        let faults = self.items.iter().enumerate().flat_map(|(position, item)| {
            let target = (!account::can_be_asked(item.target))
                .then(|| Fault::at(format!("/items/{position}/target"), rules::FaultCode::Malformed));
            let reason = item
                .reason
                .trim()
                .is_empty()
                .then(|| Fault::at(format!("/items/{position}/reason"), rules::FaultCode::Missing));
            target.into_iter().chain(reason)
        });
        let faults: Vec<_> = faults.collect();
        if !faults.is_empty() {
            return Err(Problem::invalid(faults));
        }
        let items = self.items.into_iter().map(|item| NewItem {
            target: item.target,
            reason: item.reason,
        });
        Ok(items.collect())
    }
}
