//! `POST /v1/back-office/attestations/{id}/dismissal`

use actix_web::post;
use actix_web::web::Data;
use domain::attestation::Action;
use domain::ids::AttestationId;
use persistence::attestations::{self, AttestationInput};

use super::attestation_view::AttestationToSettle;
use crate::auth::Agent;
use crate::http::output::RequiredIfMatchParameter;
use crate::http::{Body, InLanguage, PathOf, Problem, Reply, RequiredIfMatch};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};
use crate::routes::reason::Reason;

/// Dismiss an attestation
///
/// The attestation is not the candidate's, and is never offered to them again; it waits for another driver who fits.
/// The training centre reads the reason.
#[utoipa::path(
    tag = "back-office",
    operation_id = "dismissAttestation",
    params(("id" = AttestationId, Path, description = "Identifier (`id`) of the attestation."), RequiredIfMatchParameter, IdempotencyKeyParameter),
    request_body = Reason,
    security(("back_office" = ["agent"])),
    responses((status = 200, body = AttestationToSettle, description = "The attestation, which is no longer the candidate's."))
)]
#[post("/v1/back-office/attestations/{id}/dismissal")]
pub async fn dismiss_attestation(
    agent: Agent,
    hub: Data<Hub>,
    idempotency: Idempotency,
    PathOf(id): PathOf<AttestationId>,
    RequiredIfMatch(if_match): RequiredIfMatch,
    InLanguage(language): InLanguage,
    Body(reason): Body<Reason>,
) -> Result<Reply, Problem> {
    hub.write_once(&idempotency, agent.author, move |tx| {
        let record = attestations::lock(tx, id)?;
        if_match.require(record.version)?;
        let asked = AttestationInput::because(&reason.reason);
        let record = attestations::act(tx, &record, Action::Dismiss, &asked)?;
        let comparison = attestations::compare(tx, record)?;
        let version = comparison.attestation.version;
        Ok(Reply::ok(&AttestationToSettle::of(comparison, language)).version(version))
    })
    .await
}
