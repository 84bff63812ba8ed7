//! `GET /v1/cards/{id}/visual.svg`

use actix_web::get;
use actix_web::http::header::{CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY};
use actix_web::web::Data;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::ids::CardId;
use domain::rules::documents::PictureForm;
use domain::words::Word as _;
use persistence::cards;
use persistence::documents::{self, DocumentRecord};

use super::visual;
use crate::auth::Driver;
use crate::http::{InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;

/// A picture of one of my cards
///
/// Its front, with the numbers that the fields bear on the card, and across it where it is unless it is active. The
/// face is in it, small enough for a telephone to load (30 kB), or an outline where the card has no photo any more.
#[utoipa::path(
    tag = "cards",
    operation_id = "getCardVisual",
    params(("id" = CardId, Path, description = "Identifier (`id`) of the card.")),
    security(("driver" = []), ("frontend" = ["cards:read"])),
    responses((status = 200, description = "The front of the card, as an SVG picture.", content((crate::http::output::Binary = "image/svg+xml"))))
)]
#[get("/v1/cards/{id}/visual.svg")]
pub async fn get_visual(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CardId>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let read = hub.read(move |db| {
        let record = cards::of_account(db, driver.id, id)?;
        let photo = record.photo_id.map(|photo| documents::by_id(db, photo)).transpose()?;
        Ok((record, photo))
    });
    let (record, photo) = read.await?;
    let photo = match photo {
        Some(photo) => data_address(&hub, &photo).await?,
        None => None,
    };
    let picture = visual::draw(&record, photo, hub.settings.is_sandbox(), language).map_err(Problem::internal)?;
    Ok(Reply::bytes("image/svg+xml; charset=utf-8", picture)
        .header(&CONTENT_LANGUAGE, language.name())
        .header(
            &CONTENT_SECURITY_POLICY,
            "default-src 'none'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
        )
        .version(record.version))
}

/// The face of a photo within an address; none of a photo that cannot be opened.
async fn data_address(hub: &Hub, photo: &DocumentRecord) -> Result<Option<String>, Problem> {
    let Some(face) = hub.picture_form(photo, PictureForm::Face).await? else {
        return Ok(None);
    };
    let bytes = STANDARD.encode(hub.files.bytes_checked(face.id, &face.sha256).await?);
    Ok(Some(format!("data:{};base64,{bytes}", face.media_type)))
}
