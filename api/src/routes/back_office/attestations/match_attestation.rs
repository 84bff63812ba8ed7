//! `POST /v1/back-office/attestations/{id}/match`

use actix_web::post;
use actix_web::web::Data;
use domain::account;
use domain::attestation::Action;
use domain::ids::{AccountId, AttestationId};
use persistence::attestations::{self, AttestationInput};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::attestation_view::AttestationToSettle;
use crate::auth::Agent;
use crate::http::output::RequiredIfMatchParameter;
use crate::http::{Code, InLanguage, InputFault, OptionalBody, PathOf, Problem, Reply, RequiredIfMatch};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// The driver with whom an attestation is matched.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"account_id": "0197a3a0-3333-7000-8000-000000000001"}))]
pub struct MatchDecision {
    /// Unique identifier of the driver's account; the candidate's when left out.
    account_id: Option<AccountId>,
}

/// Match an attestation with a driver
///
/// The training is the driver's from now on, as if it had matched by itself: its recap, its certificate, its right to a
/// card. Whatever waits for its driver can be matched, with any account that is active.
#[utoipa::path(
    tag = "back-office",
    operation_id = "matchAttestation",
    params(("id" = AttestationId, Path, description = "Identifier (`id`) of the attestation."), RequiredIfMatchParameter, IdempotencyKeyParameter),
    request_body = Option<MatchDecision>,
    security(("back_office" = ["agent"])),
    responses((status = 200, body = AttestationToSettle, description = "The attestation, which is the driver's from now on."))
)]
#[post("/v1/back-office/attestations/{id}/match")]
pub async fn match_attestation(
    agent: Agent,
    hub: Data<Hub>,
    idempotency: Idempotency,
    PathOf(id): PathOf<AttestationId>,
    RequiredIfMatch(if_match): RequiredIfMatch,
    InLanguage(language): InLanguage,
    OptionalBody(decision): OptionalBody<MatchDecision>,
) -> Result<Reply, Problem> {
    hub.write_once(&idempotency, agent.author, move |tx| {
        let (record, account) = attestations::lock_for_match(tx, id, decision.account_id)?;
        if_match.require(record.version)?;
        let account_id = match account {
            Some(account) if account.stage == account::Stage::Active => Some(account.id),
            Some(_) if record.stage.waits() => return Err(Problem::new(Code::AccountNotActive).into()),
            None if record.stage.waits() => {
                let fault = match decision.account_id {
                    Some(_) => InputFault::Invalid,
                    None => InputFault::Missing,
                };
                return Err(Problem::at("/account_id", fault).into());
            }
            // The lifecycle says better why nothing can be matched any more.
            _ => None,
        };
        let asked = AttestationInput::with(account_id);
        let record = attestations::act(tx, &record, Action::Match, &asked)?;
        let comparison = attestations::compare(tx, record)?;
        let version = comparison.attestation.version;
        Ok(Reply::ok(&AttestationToSettle::of(comparison, language)).version(version))
    })
    .await
}
