//! `GET /v1/back-office/attestations`

use actix_web::get;
use actix_web::web::Data;
use domain::attestation::Stage;
use domain::ids::AttestationId;
use persistence::attestations;
use serde::Deserialize;
use utoipa::IntoParams;
use validator::Validate;

use super::attestation_view::AttestationToSettle;
use crate::auth::Agent;
use crate::http::output::PageParameters;
use crate::http::{InLanguage, Listing, Page, Problem, Reply};
use crate::hub::Hub;

/// Which attestations.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SettlementFilter {
    /// Only the attestations of which this became. When left out, all that wait: `mismatch` and `recorded` ones for
    /// their driver, and `matched` ones that overlap another training for an agent.
    status: Option<Stage>,
}

/// Attestations to settle
///
/// The work list, the longest waiting first: `mismatch` nearly found a driver; `recorded` found none, and may be the attestation
/// of somebody who has another name or another licence by now; `matched` ones claim a day that another training of their
/// driver claims.
#[utoipa::path(
    tag = "back-office",
    operation_id = "listAttestationsToSettle",
    params(SettlementFilter, PageParameters),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = Page<AttestationToSettle>, description = "A page of attestations to settle, the longest waiting first."))
)]
#[get("/v1/back-office/attestations")]
pub async fn list_attestations_to_settle(
    _: Agent,
    hub: Data<Hub>,
    list: Listing<SettlementFilter, AttestationId>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let (after, fetch) = (list.after, list.fetch());
    let stage = list.filter.status;
    let rows = hub
        .read(move |db| {
            let found = match stage {
                Some(stage) => attestations::in_stage(db, stage, after, fetch)?,
                None => attestations::to_settle(db, after, fetch)?,
            };
            found
                .into_iter()
                .map(|one| Ok(attestations::compare(db, one)?))
                .collect()
        })
        .await?;
    let rows: Vec<attestations::Comparison> = rows;
    Ok(list.answer(
        rows,
        |row| row.attestation.id,
        |row| AttestationToSettle::of(row, language),
    ))
}
