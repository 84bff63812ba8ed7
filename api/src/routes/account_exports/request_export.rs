//! `POST /v1/account/exports`

use actix_web::post;
use actix_web::web::Data;

use super::begin::begin;
use super::export_view::ExportView;
use crate::auth::Driver;
use crate::http::{EmptyBody, InLanguage, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// Ask for everything held about me
///
/// Puts together an archive (zip) of everything held about the driver: JSON with the members that this API gives them,
/// the documents they uploaded, the papers printed for them, and a text that says what is what. It is made within
/// seconds, announced by mail, and erased after seven days. While one is being prepared, asking again answers that one.
#[utoipa::path(
    tag = "accounts",
    operation_id = "requestAccountExport",
    params(IdempotencyKeyParameter),
    security(("driver" = [])),
    responses((status = 202, body = ExportView, description = "The export is being prepared: `Location` leads to it."))
)]
#[post("/v1/account/exports")]
pub async fn request_export(
    me: Driver,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    once: Idempotency,
    _: EmptyBody,
) -> Result<Reply, Problem> {
    let Driver { id, author } = me;
    let limits = hub.limits.clone();
    hub.write_once(&once, author, move |tx| {
        let record = begin(tx, &limits, id)?;
        Ok(ExportView::of(&record, tx.now(), language).accepted())
    })
    .await
}
