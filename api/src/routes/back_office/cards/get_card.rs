//! `GET /v1/back-office/cards/{id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::CardId;
use persistence::cards;

use super::card_view::CardFile;
use crate::auth::Agent;
use crate::http::{InLanguage, PathOf, Problem, Reply};
use crate::hub::{Hub, Read};

/// Any driver's card
///
/// The card as its driver sees it, with whose it is and what agents noted about it.
#[utoipa::path(
    tag = "back-office",
    operation_id = "getBackOfficeCard",
    params(("id" = CardId, Path, description = "Identifier (`id`) of the card.")),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = CardFile, description = "The card, with whose it is and what agents noted about it."))
)]
#[get("/v1/back-office/cards/{id}")]
pub async fn get_back_office_card(
    agent: Agent,
    hub: Data<Hub>,
    PathOf(id): PathOf<CardId>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let base = hub.settings.public_base().to_owned();
    let reading = hub.read(move |db| {
        let record = cards::find(db, id)?;
        CardFile::answer(db, record, &base, language)
    });
    hub.noted(agent.author, Read::of("card", id), reading).await
}
