//! The images that a card bears.

use actix_web::http::header::CONTENT_DISPOSITION;
use domain::ids::{DocumentId, ProductionOrderId};
use domain::rules::documents::PictureForm;
use persistence::cards::{self, CardRecord};
use persistence::{Author, Error, documents, production_orders};

use crate::http::{Problem, Streamed};
use crate::hub::{Hub, Read};
use crate::routes::cases::require_scanned;

/// An image of an order's card, as it is printed; not found where the card has none (any more). One that was uploaded
/// before images were opened, and cannot be, is served as it came.
pub(super) async fn image(
    hub: &Hub,
    author: Author,
    id: ProductionOrderId,
    part: &'static str,
    which: fn(&CardRecord) -> Option<DocumentId>,
) -> Result<Streamed, Problem> {
    let reading = hub.read(move |db| {
        let order = production_orders::find(db, id)?;
        let card = cards::find(db, order.card_id)?;
        Ok(documents::by_id(db, which(&card).ok_or(Error::NotFound)?)?)
    });
    let read = Read::of("production_order", id).part(part);
    let document = hub.noted(author, read, reading).await?;
    require_scanned(&document)?;
    let streamed = match hub.picture_form(&document, PictureForm::Print).await? {
        Some(print) => Streamed::new(
            &print.media_type,
            hub.files.get_checked(print.id, &print.sha256).await?,
            &print.sha256,
        ),
        None => Streamed::new(
            &document.media_type,
            hub.files.get_checked(document.id, &document.sha256).await?,
            &document.sha256,
        ),
    };
    let name = format!("inline; filename=\"{}-{id}\"", document.document_type);
    Ok(streamed.header(&CONTENT_DISPOSITION, name))
}
