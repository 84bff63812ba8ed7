//! `GET /v1/back-office/cards`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::{AccountId, CardId};
use domain::rules::reference;
use persistence::cards;
use serde::Deserialize;
use utoipa::IntoParams;
use validator::Validate;

use super::card_view::CardFile;
use crate::auth::Agent;
use crate::http::output::{Listing, Page, PageParameters};
use crate::http::{Fault, InLanguage, InputFault, Problem, Reply};
use crate::hub::Hub;

/// Which cards.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CardFilter {
    /// Only the card with this number, as it is printed on it: case, spaces and dashes do not matter.
    #[validate(length(max = 64))]
    #[param(nullable = false, example = "FR261234567A")]
    pub number: Option<String>,
    /// Only the cards of the driver with this account.
    #[param(nullable = false)]
    pub account_id: Option<AccountId>,
}

/// Find a card
///
/// Cards by the number on them, or by their driver; newest first.
#[utoipa::path(
    tag = "back-office",
    operation_id = "listBackOfficeCards",
    params(CardFilter, PageParameters),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = Page<CardFile>, description = "A page of cards with that number or of that driver, newest first."))
)]
#[get("/v1/back-office/cards")]
pub async fn list_back_office_cards(
    _: Agent,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    list: Listing<CardFilter, CardId>,
) -> Result<Reply, Problem> {
    let number = match &list.filter.number {
        Some(typed) => Some(number(typed)?),
        None => None,
    };
    let (account_id, after, fetch) = (list.filter.account_id, list.after, list.fetch());
    let (records, open) = hub
        .read(move |db| {
            let records = cards::search(db, number.as_deref(), account_id, after, fetch)?;
            let ids: Vec<_> = records.iter().map(|record| record.id).collect();
            let open = cards::open_cases(db, &ids)?;
            Ok((records, open))
        })
        .await?;
    let base = hub.settings.public_base();
    Ok(list.answer(
        records,
        |record| record.id,
        |record| CardFile::of(record, &open, base, language),
    ))
}

/// A mistyped number is said to be one, rather than not found.
fn number(typed: &str) -> Result<String, Problem> {
    reference::parse_card_number(typed)
        .map_err(|_| Problem::invalid([Fault::of_parameter("number", InputFault::Malformed)]))
}
