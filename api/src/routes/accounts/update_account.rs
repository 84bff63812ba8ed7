//! `PATCH /v1/account`

use actix_web::patch;
use actix_web::web::Data;
use chrono::NaiveDate;
use domain::people::{Address, Language};
use persistence::accounts::{self, Profile};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::account_view::AccountView;
use super::profile;
use crate::auth::Driver;
use crate::http::output::IfMatchParameter;
use crate::http::{IfMatch, InLanguage, JudgedBody, Meaning, Patch, Problem, Reply};
use crate::hub::Hub;

/// What drivers may change in their account by themselves. What is left out stays as it is.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"phone": "+33698765432", "language": "fr"}))]
pub struct AccountChange {
    /// Phone number in E.164, `+33612345678`; `null` takes it away.
    #[serde(default)]
    #[schema(value_type = Option<String>, nullable = true, extensions(("x-null-takes-away" = json!(true))))]
    phone: Patch<String>,
    /// The language in which to write to the driver.
    language: Option<Language>,
    /// Postal address at which the driver lives.
    address: Option<Address>,
}

/// Change my contact details
///
/// Phone, language and postal address. Everything else was analysed, and is corrected through a case.
#[utoipa::path(
    tag = "accounts",
    operation_id = "updateAccount",
    request_body = AccountChange,
    params(IfMatchParameter),
    security(("driver" = []), ("frontend" = ["profile"])),
    responses((status = 200, body = AccountView, description = "The driver's own account, as it was changed."))
)]
#[patch("/v1/account")]
pub async fn update_account(
    me: Driver,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    if_match: IfMatch,
    JudgedBody(change): JudgedBody<AccountChange>,
) -> Result<Reply, Problem> {
    let today = hub.clock.today();
    hub.write(me.author, move |tx| {
        let account = accounts::lock(tx, me.id)?;
        if_match.require(account.version)?;
        let (_, known) = accounts::profile(tx, me.id)?;
        let changed = change.clone().upon(known.clone());
        let changed = profile::check(changed, today)?;
        let account = if changed == known {
            account
        } else {
            accounts::put_profile(tx, &account, &changed)?
        };
        Ok(AccountView::answer(&account, changed, language))
    })
    .await
}

impl Meaning for AccountChange {
    fn judge(self, today: NaiveDate) -> Result<(), Problem> {
        let given = [
            ("phone", self.phone != Patch::Keep),
            ("address", self.address.is_some()),
        ];
        profile::judge_members(self.upon(profile::unknown()), &given, today)
    }
}

impl AccountChange {
    fn upon(self, known: Profile) -> Profile {
        Profile {
            phone: self.phone.upon(known.phone),
            language: self.language.unwrap_or(known.language),
            address: self.address.unwrap_or(known.address),
            ..known
        }
    }
}
