//! `GET /v1/account/exports/{id}/content`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::ExportId;
use persistence::exports;

use super::serving::{self, serve};
use crate::auth::Driver;
use crate::http::output::{ArchiveResponses, RangeParameter};
use crate::http::{ByteRange, PathOf, Problem, Streamed};
use crate::hub::Hub;

/// The archive of one of my exports
///
/// As a zip, to be saved, whole or in parts. Each download is written to the audit trail.
#[utoipa::path(
    tag = "accounts",
    operation_id = "getAccountExportContent",
    params(("id" = ExportId, Path, description = "Identifier (`id`) of the export."), RangeParameter),
    security(("driver" = [])),
    responses(
        ArchiveResponses,
        (status = 409, body = crate::http::problem::ProblemDocument, content_type = "application/problem+json", description = "The archive was erased, or could not be made: ask for another (`not_possible_in_stage`)."),
        (status = 503, body = crate::http::problem::ProblemDocument, content_type = "application/problem+json", description = "The archive is still being prepared (`paper_not_ready`); or the hub is overloaded.")
    )
)]
#[get("/v1/account/exports/{id}/content")]
pub async fn get_export_content(
    me: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<ExportId>,
    range: ByteRange,
) -> Result<Streamed, Problem> {
    let driver = me.id;
    let record = hub
        .read(move |db| {
            let record = exports::of_account(db, driver, id)?;
            let now = db.now();
            Ok(serving::available(record, now)?)
        })
        .await?;
    serve(&hub, me.author, record, &range).await
}
