//! `POST /v1/attestations/{id}/withdrawal`

use actix_web::post;
use actix_web::web::Data;
use domain::attestation::Action;
use domain::ids::AttestationId;
use persistence::attestations::{self, AttestationInput};

use super::attestation_view::Attestation;
use crate::auth::Centre;
use crate::http::output::IfMatchParameter;
use crate::http::{Body, IfMatch, PathOf, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};
use crate::routes::reason::Reason;

/// Withdraw an attestation
///
/// The certificate that it gave is revoked and the right to a card, if it was not used yet, is lost. A case that rests
/// on it goes back to an agent.
#[utoipa::path(
    tag = "attestations",
    operation_id = "withdrawAttestation",
    params(("id" = AttestationId, Path, description = "Identifier (`id`) of the attestation."), IfMatchParameter, IdempotencyKeyParameter),
    request_body = Reason,
    security(("machine" = ["attestations"])),
    responses((status = 200, body = Attestation, description = "The attestation, which is withdrawn now."))
)]
#[post("/v1/attestations/{id}/withdrawal")]
pub async fn withdraw_attestation(
    centre: Centre,
    hub: Data<Hub>,
    idempotency: Idempotency,
    PathOf(id): PathOf<AttestationId>,
    if_match: IfMatch,
    Body(reason): Body<Reason>,
) -> Result<Reply, Problem> {
    hub.write_once(&idempotency, centre.author, move |tx| {
        let record = attestations::lock_of_centre(tx, centre.id, id)?;
        if_match.require(record.version)?;
        let asked = AttestationInput::because(&reason.reason);
        let record = attestations::act(tx, &record, Action::Withdraw, &asked)?;
        let version = record.version;
        Ok(Reply::ok(&Attestation::from(record)).version(version))
    })
    .await
}
