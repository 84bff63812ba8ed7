//! `GET /v1/attestations`

use actix_web::get;
use actix_web::web::Data;
use domain::attestation::Stage;
use domain::ids::AttestationId;
use domain::sector::Sector;
use persistence::attestations::{self, CentreFilter};
use serde::Deserialize;
use utoipa::IntoParams;
use validator::Validate;

use super::attestation_view::Attestation;
use crate::auth::Centre;
use crate::http::output::PageParameters;
use crate::http::{Listing, Page, Problem, Reply};
use crate::hub::Hub;

/// Which attestations.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AttestationFilter {
    /// Only the attestation with this reference of the centre's.
    external_reference: Option<String>,
    /// Only the attestations of which this became.
    status: Option<Stage>,
    /// Only the attestations of trainings in this sector.
    sector: Option<Sector>,
}

/// My attestations
///
/// The training centre's own attestations, the last posted first, each with what became of it.
#[utoipa::path(
    tag = "attestations",
    operation_id = "listAttestations",
    params(AttestationFilter, PageParameters),
    security(("machine" = ["attestations"])),
    responses((status = 200, body = Page<Attestation>, description = "A page of the centre's own attestations, the last posted first."))
)]
#[get("/v1/attestations")]
pub async fn list_attestations(
    centre: Centre,
    hub: Data<Hub>,
    list: Listing<AttestationFilter, AttestationId>,
) -> Result<Reply, Problem> {
    let (after, fetch) = (list.after, list.fetch());
    let filter = CentreFilter {
        external_reference: list.filter.external_reference.clone(),
        stage: list.filter.status,
        sector: list.filter.sector,
    };
    let rows = hub
        .ask(move |db| Ok(attestations::of_centre(db, centre.id, &filter, after, fetch)?))
        .await?;
    Ok(list.answer(rows, |row| row.id, Attestation::from))
}
