//! `GET /v1/back-office/attestations/{id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::AttestationId;
use persistence::attestations;

use super::attestation_view::AttestationToSettle;
use crate::auth::Agent;
use crate::http::{InLanguage, PathOf, Problem, Reply};
use crate::hub::{Hub, Read};

/// An attestation to settle
///
/// The attestation, and beside it the driver that it nearly matches. Its `ETag` is what a decision asks for as
/// `If-Match`.
#[utoipa::path(
    tag = "back-office",
    operation_id = "getAttestationToSettle",
    params(("id" = AttestationId, Path, description = "Identifier (`id`) of the attestation.")),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = AttestationToSettle, description = "The attestation, beside the driver that it nearly matches."))
)]
#[get("/v1/back-office/attestations/{id}")]
pub async fn get_attestation_to_settle(
    agent: Agent,
    hub: Data<Hub>,
    PathOf(id): PathOf<AttestationId>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let reading = hub.read(move |db| {
        let found = attestations::find(db, id)?;
        Ok(attestations::compare(db, found)?)
    });
    let comparison = hub.noted(agent.author, Read::of("attestation", id), reading).await?;
    let version = comparison.attestation.version;
    Ok(Reply::ok(&AttestationToSettle::of(comparison, language)).version(version))
}
