//! `GET /v1/back-office/fees`

use actix_web::get;
use actix_web::web::Data;
use persistence::fees;

use super::fee_view::FeeSchedule;
use crate::auth::Supervisor;
use crate::http::{InLanguage, Problem, Reply};
use crate::hub::Hub;

/// The schedule of fees
///
/// Every fee, past, present and planned. What was ordered keeps the fee of its day.
#[utoipa::path(
    tag = "back-office",
    operation_id = "getFees",
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = FeeSchedule, description = "The schedule of fees: past, present and planned."))
)]
#[get("/v1/back-office/fees")]
pub async fn get_fees(_: Supervisor, hub: Data<Hub>, InLanguage(language): InLanguage) -> Result<Reply, Problem> {
    let (schedule, version, today) = hub
        .read(|db| {
            let (schedule, version) = fees::schedule(db)?;
            Ok((schedule, version, db.today()))
        })
        .await?;
    let schedule = FeeSchedule::of(&schedule, version, today, language);
    Ok(Reply::ok(&schedule).version(version))
}
