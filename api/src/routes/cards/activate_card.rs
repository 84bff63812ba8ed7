//! `POST /v1/cards/{id}/activation`

use actix_web::post;
use actix_web::web::Data;
use domain::ids::CardId;
use persistence::cards;

use super::card_view::CardView;
use crate::auth::Driver;
use crate::http::output::IfMatchParameter;
use crate::http::{EmptyBody, IfMatch, InLanguage, PathOf, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// Activate a card
///
/// It was received and checked. From now on it proves the qualification; older cards do not any more, and the case that
/// made it is completed.
#[utoipa::path(
    tag = "cards",
    operation_id = "activateCard",
    params(("id" = CardId, Path, description = "Identifier (`id`) of the card."), IfMatchParameter, IdempotencyKeyParameter),
    security(("driver" = []), ("frontend" = ["cards:activate"])),
    responses((status = 200, body = CardView, description = "The card, which is active from now on."))
)]
#[post("/v1/cards/{id}/activation")]
pub async fn activate_card(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CardId>,
    seen: IfMatch,
    once: Idempotency,
    InLanguage(language): InLanguage,
    _: EmptyBody,
) -> Result<Reply, Problem> {
    let Driver { id: driver, author } = driver;
    let base = hub.settings.public_base().to_owned();
    hub.write_once(&once, author, move |tx| {
        // Read before it is locked: a lost race is judged against the new stage all the same.
        seen.require(cards::of_account(tx, driver, id)?.version)?;
        let record = cards::activate(tx, driver, id)?;
        Ok(CardView::read(tx, record, &base, language)?.answer())
    })
    .await
}
