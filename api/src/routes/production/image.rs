//! The images that a card bears.

use actix_web::http::header::CONTENT_DISPOSITION;
use domain::ids::{DocumentId, ProductionOrderId};
use persistence::cards::{self, CardRecord};
use persistence::{Error, documents, production_orders};

use crate::http::{Problem, Streamed};
use crate::hub::Hub;

/// An image of an order's card; not found where the card has none (any more).
pub(super) async fn image(
    hub: &Hub,
    id: ProductionOrderId,
    which: fn(&CardRecord) -> Option<DocumentId>,
) -> Result<Streamed, Problem> {
    let document = hub
        .read(move |db| {
            let order = production_orders::find(db, id)?;
            let card = cards::find(db, order.card_id)?;
            Ok(documents::by_id(db, which(&card).ok_or(Error::NotFound)?)?)
        })
        .await?;
    let content = hub.files.get(document.id, None).await?;
    let name = format!("inline; filename=\"{}-{id}\"", document.document_type);
    Ok(Streamed::new(&document.media_type, content, &document.sha256).header(&CONTENT_DISPOSITION, name))
}
