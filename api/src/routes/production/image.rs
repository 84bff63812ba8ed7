//! The images that a card bears.

use actix_web::http::header::CONTENT_DISPOSITION;
use domain::ids::{DocumentId, ProductionOrderId};
use persistence::cards::{self, CardRecord};
use persistence::{Error, documents, production_orders};

use crate::http::{Answer, Problem};
use crate::hub::Hub;

/// An image of an order's card; not found where the card has none (any more).
pub(super) async fn image(
    hub: &Hub,
    id: ProductionOrderId,
    which: fn(&CardRecord) -> Option<DocumentId>,
) -> Result<Answer, Problem> {
    let document = hub
        .read(move |db| {
            let order = production_orders::find(db, id)?;
            let card = cards::find(db, order.card_id)?;
            Ok(documents::by_id(db, which(&card).ok_or(Error::NotFound)?)?)
        })
        .await?;
    let bytes = hub.files.bytes(document.id).await?;
    let name = format!("inline; filename=\"{}-{id}\"", document.document_type);
    Ok(Answer::bytes(&document.media_type, bytes)
        .header(&CONTENT_DISPOSITION, name)
        .version(1))
}
