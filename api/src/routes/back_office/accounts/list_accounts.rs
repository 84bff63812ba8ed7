//! `GET /v1/back-office/accounts`

use actix_web::get;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use domain::account::Stage;
use domain::ids::AccountId;
use domain::labels::Label;
use domain::people::Language;
use persistence::accounts::{self, Listed};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::auth::Agent;
use crate::http::output::PageParameters;
use crate::http::{InLanguage, Listing, Page, Problem, Reply};
use crate::hub::Hub;

/// Which accounts.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AccountFilter {
    /// Only the accounts in this stage: `pending_review` is what waits to be analysed.
    #[param(nullable = false)]
    stage: Option<Stage>,
}

/// An account on the agents' work list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01975b1c-7d4e-7aaa-8bbb-0123456789ab", "stage": "pending_review", "stage_label": "En cours d’analyse",
    "surname": "Martin", "first_names": "Camille Jeanne", "created_at": "2026-11-22T09:00:00Z", "age_hours": 3,
    "possible_duplicate": false
}))]
pub struct AccountLine {
    /// Unique identifier of the account.
    id: AccountId,
    /// Stage of the account: what it waits for.
    stage: Stage,
    /// Label of `stage`, in the language of the request, to show to people.
    stage_label: &'static str,
    /// Surname of the driver. Left out once it is erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    surname: Option<String>,
    /// First names of the driver. Left out once they are erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_names: Option<String>,
    /// When the account was asked for.
    created_at: DateTime<Utc>,
    /// Whole hours since the account was asked for. Analysis is promised within 24.
    age_hours: i64,
    /// Whether another account has the same licence, or the same surname and birth date.
    possible_duplicate: bool,
}

impl AccountLine {
    fn of(listed: Listed, now: DateTime<Utc>, language: Language) -> Self {
        let (surname, first_names) = listed
            .profile
            .map(|person| (person.surname, person.first_names))
            .unzip();
        Self {
            id: listed.account.id,
            stage: listed.account.stage,
            stage_label: listed.account.stage.label(language),
            surname,
            first_names,
            created_at: *listed.account.created_at,
            age_hours: (now - *listed.account.created_at).num_hours(),
            possible_duplicate: listed.resembles_another,
        }
    }
}

/// Accounts to analyse
///
/// The agents' work list of accounts, the oldest first. Those that may be somebody's second account are flagged.
#[utoipa::path(
    tag = "back-office",
    operation_id = "listAccounts",
    params(AccountFilter, PageParameters),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = Page<AccountLine>, description = "A page of accounts, the oldest first."))
)]
#[get("/v1/back-office/accounts")]
pub async fn list_accounts(
    _: Agent,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    list: Listing<AccountFilter, AccountId>,
) -> Result<Reply, Problem> {
    let (stage, after, fetch) = (list.filter.stage, list.after, list.fetch());
    let rows = hub.read(move |db| Ok(accounts::list(db, stage, after, fetch)?)).await?;
    let now = hub.clock.now();
    Ok(list.answer(rows, |row| row.account.id, |row| AccountLine::of(row, now, language)))
}
