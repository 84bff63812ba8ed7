//! `GET /v1/account/export`

use actix_web::web::Data;
use actix_web::{Either, get};
use domain::export::Stage;
use persistence::exports;

use super::begin::begin;
use super::export_view::ExportView;
use super::serving::serve;
use crate::auth::Driver;
use crate::http::output::{ArchiveResponses, RangeParameter};
use crate::http::{ByteRange, InLanguage, Problem, Reply, Streamed};
use crate::hub::Hub;

/// Everything held about me
///
/// The archive that was asked for last, once it is ready. Where there is none, or it was erased, one is asked for: the
/// same request, repeated after `Retry-After`, answers it in the end.
#[utoipa::path(
    tag = "accounts",
    operation_id = "getAccountExport",
    params(RangeParameter),
    security(("driver" = [])),
    responses(
        ArchiveResponses,
        (status = 202, body = ExportView, description = "The archive is being prepared: ask again after `Retry-After`.")
    )
)]
#[get("/v1/account/export")]
pub async fn get_account_export(
    me: Driver,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    range: ByteRange,
) -> Result<Either<Reply, Streamed>, Problem> {
    let Driver { id, author } = me;
    let read = hub.read(move |db| Ok((exports::newest(db, id)?, db.now())));
    let (newest, now) = read.await?;
    match newest.map(|record| (record.stage(now), record)) {
        Some((Stage::Ready, record)) => serve(&hub, author, record, &range).await.map(Either::Right),
        Some((Stage::Preparing, record)) => {
            let view = ExportView::of(&record, now, language);
            Ok(Either::Left(view.accepted()))
        }
        Some((Stage::Failed | Stage::Expired, _)) | None => {
            let limits = hub.limits.clone();
            let begun = hub.write(author, move |tx| {
                let record = begin(tx, &limits, id)?;
                Ok(ExportView::of(&record, tx.now(), language))
            });
            Ok(Either::Left(begun.await?.accepted()))
        }
    }
}
