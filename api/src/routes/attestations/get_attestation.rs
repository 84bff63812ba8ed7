//! `GET /v1/attestations/{id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::AttestationId;
use persistence::attestations;

use super::attestation_view::Attestation;
use crate::auth::Centre;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::Hub;

/// One of my attestations
///
/// What was posted, and what became of it: matched to a driver's account or not, dismissed, withdrawn.
#[utoipa::path(
    tag = "attestations",
    operation_id = "getAttestation",
    params(("id" = AttestationId, Path, description = "Identifier (`id`) of the attestation.")),
    security(("machine" = ["attestations"])),
    responses((status = 200, body = Attestation, description = "The attestation, with what became of it."))
)]
#[get("/v1/attestations/{id}")]
pub async fn get_attestation(
    centre: Centre,
    hub: Data<Hub>,
    PathOf(id): PathOf<AttestationId>,
) -> Result<Reply, Problem> {
    let record = hub
        .ask(move |db| Ok(attestations::of_centre_by_id(db, centre.id, id)?))
        .await?;
    let version = record.version;
    Ok(Reply::ok(&Attestation::from(record)).version(version))
}
