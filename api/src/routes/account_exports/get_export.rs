//! `GET /v1/account/exports/{id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::ExportId;
use persistence::exports;

use super::export_view::ExportView;
use crate::auth::Driver;
use crate::http::{InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;

/// How far one of my exports is
///
/// While the archive is being prepared, `Retry-After` says when to ask again; then `href` leads to it, and `expires_at` says
/// until when.
#[utoipa::path(
    tag = "accounts",
    operation_id = "getAccountExportStatus",
    params(("id" = ExportId, Path, description = "Identifier (`id`) of the export.")),
    security(("driver" = [])),
    responses((status = 200, body = ExportView, description = "The export, as far as it is."))
)]
#[get("/v1/account/exports/{id}")]
pub async fn get_export(
    me: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<ExportId>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let read = hub.glance(move |db| Ok((exports::of_account(db, me.id, id)?, db.now())));
    let (record, now) = read.await?;
    Ok(ExportView::of(&record, now, language).answer())
}
