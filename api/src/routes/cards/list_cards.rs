//! `GET /v1/cards`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::CardId;
use persistence::cards;

use super::card_view::CardView;
use crate::auth::Driver;
use crate::http::output::{Listing, NoFilter, Page, PageParameters};
use crate::http::{InLanguage, Problem, Reply};
use crate::hub::Hub;

/// My cards
///
/// The driver's cards, newest first: the one in use, the one on its way, and those that came before.
#[utoipa::path(
    tag = "cards",
    operation_id = "listCards",
    params(PageParameters),
    security(("driver" = []), ("frontend" = ["cards:read"])),
    responses((status = 200, body = Page<CardView>, description = "A page of the driver's cards, newest first."))
)]
#[get("/v1/cards")]
pub async fn list_cards(
    driver: Driver,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    list: Listing<NoFilter, CardId>,
) -> Result<Reply, Problem> {
    let (after, fetch) = (list.after, list.fetch());
    let (records, open) = hub
        .glance(move |db| {
            let records = cards::list(db, driver.id, after, fetch)?;
            let ids: Vec<_> = records.iter().map(|record| record.id).collect();
            let open = cards::open_cases(db, &ids)?;
            Ok((records, open))
        })
        .await?;
    let base = hub.settings.public_base();
    Ok(list.answer(
        records,
        |record| record.id,
        |record| CardView::of(record, &open, base, language),
    ))
}
