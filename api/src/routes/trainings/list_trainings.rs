//! `GET /v1/trainings`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::AttestationId;
use domain::sector::Sector;
use persistence::{attestations, centres};
use serde::Deserialize;
use utoipa::IntoParams;
use validator::Validate;

use super::training_view::Training;
use crate::auth::Driver;
use crate::http::output::PageParameters;
use crate::http::{InLanguage, Listing, Page, Problem, Reply};
use crate::hub::Hub;

/// Which trainings.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TrainingFilter {
    /// Only the trainings in this sector.
    sector: Option<Sector>,
}

/// My training recaps
///
/// The driver's training recaps, the last recorded first. Those of initial trainings stay without limit, those of
/// continuing training until 6 years after their delivery.
#[utoipa::path(
    tag = "trainings",
    operation_id = "listTrainings",
    params(TrainingFilter, PageParameters),
    security(("driver" = []), ("frontend" = ["trainings:read"])),
    responses((status = 200, body = Page<Training>, description = "A page of the driver's training recaps, the last recorded first."))
)]
#[get("/v1/trainings")]
pub async fn list_trainings(
    driver: Driver,
    hub: Data<Hub>,
    list: Listing<TrainingFilter, AttestationId>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let (after, fetch, sector) = (list.after, list.fetch(), list.filter.sector);
    let rows = hub
        .glance(move |db| {
            let recaps = attestations::recaps(db, driver.id, sector, after, fetch)?;
            Ok(centres::beside(db, recaps, |recap| recap.centre_id)?)
        })
        .await?;
    Ok(list.answer(
        rows,
        |(recap, _)| recap.id,
        |(recap, centre)| Training::of(recap, &centre, language),
    ))
}
