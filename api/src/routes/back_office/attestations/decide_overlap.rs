//! `POST /v1/back-office/attestations/{id}/overlap-decision`

use actix_web::post;
use actix_web::web::Data;
use domain::ids::AttestationId;
use domain::rules::plausibility::OverlapDecision;
use persistence::attestations;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::attestation_view::AttestationToSettle;
use crate::auth::Agent;
use crate::http::output::RequiredIfMatchParameter;
use crate::http::{Body, InLanguage, PathOf, Problem, Reply, RequiredIfMatch};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// What an agent decides of a training that overlaps another one.
#[derive(Debug, Clone, Copy, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"decision": "counts"}))]
pub struct OverlapDecisionBody {
    /// `counts` where the training took place so, `ignored` where it is a repetition or an error.
    decision: OverlapDecision,
}

/// Settle an overlap
///
/// Two trainings of one driver that claim the same day give nothing until an agent has said which count. The driver's
/// rights follow at once; another decision replaces this one.
#[utoipa::path(
    tag = "back-office",
    operation_id = "decideOverlap",
    params(("id" = AttestationId, Path, description = "Identifier (`id`) of the attestation."), RequiredIfMatchParameter, IdempotencyKeyParameter),
    request_body = OverlapDecisionBody,
    security(("back_office" = ["agent"])),
    responses((status = 200, body = AttestationToSettle, description = "The attestation, with what was decided of it."))
)]
#[post("/v1/back-office/attestations/{id}/overlap-decision")]
pub async fn decide_overlap(
    agent: Agent,
    hub: Data<Hub>,
    idempotency: Idempotency,
    PathOf(id): PathOf<AttestationId>,
    RequiredIfMatch(if_match): RequiredIfMatch,
    InLanguage(language): InLanguage,
    Body(body): Body<OverlapDecisionBody>,
) -> Result<Reply, Problem> {
    hub.write_once(&idempotency, agent.author, move |tx| {
        let record = attestations::lock(tx, id)?;
        if_match.require(record.version)?;
        let record = attestations::settle_overlap(tx, &record, body.decision)?;
        let comparison = attestations::compare(tx, record)?;
        let version = comparison.attestation.version;
        Ok(Reply::ok(&AttestationToSettle::of(comparison, language)).version(version))
    })
    .await
}
