//! `GET /v1/back-office/training-centres/{id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::CentreId;
use persistence::centres;

use super::centre_view::TrainingCentre;
use crate::auth::Supervisor;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::Hub;

/// A training centre
///
/// Its name, its accreditation periods, and the names its systems sign in by.
#[utoipa::path(
    tag = "back-office",
    operation_id = "getTrainingCentre",
    params(("id" = CentreId, Path, description = "Identifier (`id`) of the training centre.")),
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = TrainingCentre, description = "The training centre, as it is now."))
)]
#[get("/v1/back-office/training-centres/{id}")]
pub async fn get_training_centre(
    _: Supervisor,
    hub: Data<Hub>,
    PathOf(id): PathOf<CentreId>,
) -> Result<Reply, Problem> {
    let centre = hub
        .read(move |db| {
            let found = centres::find(db, id)?;
            Ok(TrainingCentre::load(db, found)?)
        })
        .await?;
    Ok(Reply::ok(&centre).version(centre.version))
}
