//! `GET /v1/reference-data`

use actix_web::get;
use actix_web::web::Data;
use domain::rules::fees::all_in_force;
use persistence::fees;

use super::reference_data_view::ReferenceData;
use super::vocabularies;
use crate::http::{InLanguage, Problem, Reply};
use crate::hub::Hub;

/// Kinds, stages, documents, fees, countries: every closed vocabulary
///
/// Each word with its label in the caller's language. The same for everybody; only the fees ever change.
#[utoipa::path(
    tag = "reference",
    operation_id = "getReferenceData",
    responses((status = 200, body = ReferenceData, description = "All vocabularies, with labels in the language of the request."))
)]
#[get("/v1/reference-data")]
pub async fn get_reference_data(hub: Data<Hub>, InLanguage(language): InLanguage) -> Result<Reply, Problem> {
    let (charged, version) = hub
        .read(|db| {
            let (schedule, version) = fees::schedule(db)?;
            Ok((all_in_force(&schedule, db.today()), version))
        })
        .await?;
    Ok(Reply::ok(&vocabularies::all(language, &charged))
        .version(version)
        .public_for(300))
}
