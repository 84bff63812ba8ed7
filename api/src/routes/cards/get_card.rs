//! `GET /v1/cards/{id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::CardId;
use persistence::cards;

use super::card_view::CardView;
use crate::auth::Driver;
use crate::http::{InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;

/// One of my cards
///
/// The card with every field as it is printed, to compare with the card that came.
#[utoipa::path(
    tag = "cards",
    operation_id = "getCard",
    params(("id" = CardId, Path, description = "Identifier (`id`) of the card.")),
    security(("driver" = []), ("frontend" = ["cards:read"])),
    responses((status = 200, body = CardView, description = "The card, with every field as it is printed."))
)]
#[get("/v1/cards/{id}")]
pub async fn get_card(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CardId>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let base = hub.settings.public_base().to_owned();
    hub.glance(move |db| {
        let record = cards::of_account(db, driver.id, id)?;
        Ok(CardView::read(db, record, &base, language)?.answer())
    })
    .await
}
