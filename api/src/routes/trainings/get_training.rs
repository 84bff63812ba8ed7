//! `GET /v1/trainings/{id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::AttestationId;
use persistence::{attestations, centres};

use super::training_view::Training;
use crate::auth::Driver;
use crate::http::{InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;

/// One of my training recaps
///
/// What the training centre recorded, and until when the recap stays available.
#[utoipa::path(
    tag = "trainings",
    operation_id = "getTraining",
    params(("id" = AttestationId, Path, description = "Identifier (`id`) of the training.")),
    security(("driver" = []), ("frontend" = ["trainings:read"])),
    responses((status = 200, body = Training, description = "The training recap, and until when it is available."))
)]
#[get("/v1/trainings/{id}")]
pub async fn get_training(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<AttestationId>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let (recap, centre) = hub
        .glance(move |db| {
            let recap = attestations::of_account_by_id(db, driver.id, id)?;
            let centre = centres::find(db, recap.centre_id)?;
            Ok((recap, centre))
        })
        .await?;
    let version = recap.version;
    Ok(Reply::ok(&Training::of(recap, &centre, language)).version(version))
}
