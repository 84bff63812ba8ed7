//! `GET /v1/back-office/training-centres`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::CentreId;
use persistence::centres;

use super::centre_view::TrainingCentre;
use crate::auth::Supervisor;
use crate::http::output::{NoFilter, PageParameters};
use crate::http::{Listing, Page, Problem, Reply};
use crate::hub::Hub;

/// Training centres
///
/// Every training centre, in the order in which they were entered.
#[utoipa::path(
    tag = "back-office",
    operation_id = "listTrainingCentres",
    params(PageParameters),
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = Page<TrainingCentre>, description = "A page of training centres, the first entered first."))
)]
#[get("/v1/back-office/training-centres")]
pub async fn list_training_centres(
    _: Supervisor,
    hub: Data<Hub>,
    list: Listing<NoFilter, CentreId>,
) -> Result<Reply, Problem> {
    let (after, fetch) = (list.after, list.fetch());
    let rows: Vec<TrainingCentre> = hub
        .read(move |db| {
            let found = centres::list(db, after, fetch)?;
            found
                .into_iter()
                .map(|one| Ok(TrainingCentre::load(db, one)?))
                .collect()
        })
        .await?;
    Ok(list.answer(rows, |row| row.id, |row| row))
}
