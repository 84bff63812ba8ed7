//! `GET /v1/account-corrections/{token}`

use actix_web::get;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use domain::people::Language;
use persistence::Token;
use persistence::accounts::correction::{self, Correctable};
use serde::Serialize;
use utoipa::ToSchema;

use super::account_view::AccountReference;
use crate::http::{InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::items::ItemView;
use crate::routes::links::{self, LinkToken};

/// What is to be corrected in an account and why, for whoever holds the link that was mailed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "account": {
        "id": "01993d20-0c3e-7f1c-b7a4-1a2b3c4d5e6f", "stage": "correction_requested",
        "stage_label": "Correction demandée"
    },
    "items": [{
        "id": "01993d24-7b8c-7d9e-8f0a-1b2c3d4e5f60", "target": "field:surname", "target_label": "Nom",
        "reason": "Le nom diffère de celui du permis.", "addressed": false
    }],
    "answer_before": "2027-01-19T10:30:00Z", "expires_at": "2026-11-23T10:30:00Z"
}))]
pub struct AccountCorrection {
    /// The account that is to be corrected.
    account: AccountReference,
    /// What is to be corrected, each item with its reason.
    items: Vec<ItemView>,
    /// Until when to answer: the account is closed then, and its data erased.
    answer_before: DateTime<Utc>,
    /// When the link stops working; another one can be asked for.
    expires_at: DateTime<Utc>,
}

impl AccountCorrection {
    fn of(found: &Correctable, language: Language) -> Self {
        Self {
            account: AccountReference::of(found.account.id, found.account.stage, language),
            items: found
                .items
                .iter()
                .map(|item| ItemView::of(item.as_item(), language))
                .collect(),
            answer_before: found.answer_before,
            expires_at: found.link.expires_at,
        }
    }
}

/// What to correct
///
/// What is to be corrected in an account, for whoever holds the link that was mailed. Reading it does not use the link
/// up. It shows nothing of the data that was sent: nobody has proved yet that the mailbox is the driver's.
#[utoipa::path(
    tag = "accounts",
    operation_id = "getAccountCorrection",
    params(LinkToken),
    responses((status = 200, body = AccountCorrection, description = "What to correct, and why."))
)]
#[get("/v1/account-corrections/{token}")]
pub async fn get_correction(
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    PathOf(path): PathOf<LinkToken>,
) -> Result<Reply, Problem> {
    let found = found(&hub, path.parse()?).await?;
    Ok(Reply::ok(&AccountCorrection::of(&found, language)).never_stored())
}

/// What a link opens, while it works.
pub(crate) async fn found(hub: &Hub, token: Token) -> Result<Correctable, Problem> {
    let found = hub.read(move |db| Ok(correction::find(db, &token)?)).await;
    found.map_err(links::not_valid)
}
