//! `GET /v1/back-office/term-reprints`

use actix_web::get;
use actix_web::web::Data;
use chrono::NaiveDate;
use domain::ids::{AccountId, AttestationId};
use domain::sector::Sector;
use persistence::terms::{self, ReprintRecord};
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::Supervisor;
use crate::http::output::{NoFilter, PageParameters};
use crate::http::{Listing, Page, Problem, Reply};
use crate::hub::Hub;

/// A sector in which a driver's card shows another last day than the rules give.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "attestation_id": "0197a3a0-1111-7000-8000-000000000001", "account_id": "01993d20-0c3e-7f1c-b7a4-1a2b3c4d5e6f",
    "sector": "goods", "printed": "2028-03-14", "due": "2031-11-20"
}))]
pub struct TermReprint {
    /// Identifier of the attestation that the card was made of.
    attestation_id: AttestationId,
    /// Unique identifier of the driver's account.
    account_id: AccountId,
    /// The sector in which the card and the rules differ.
    sector: Sector,
    /// The last day printed on the card. Left out where the card does not name the sector.
    #[serde(skip_serializing_if = "Option::is_none")]
    printed: Option<NaiveDate>,
    /// The last day that the rules give. Left out where they give none.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<NaiveDate>,
}

impl From<ReprintRecord> for TermReprint {
    fn from(record: ReprintRecord) -> Self {
        Self {
            attestation_id: record.attestation_id,
            account_id: record.account_id,
            sector: record.sector,
            printed: record.printed,
            due: record.due,
        }
    }
}

/// Cards that say something else than the rules do
///
/// Cards made before an older training became known, or before both sectors had one term. They stay as they are: a
/// supervisor decides. In the order of their attestations.
#[utoipa::path(
    tag = "back-office",
    operation_id = "listTermReprints",
    params(PageParameters),
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = Page<TermReprint>, description = "A page of sectors in which a card and the rules differ."))
)]
#[get("/v1/back-office/term-reprints")]
pub async fn list_term_reprints(
    _: Supervisor,
    hub: Data<Hub>,
    list: Listing<NoFilter, (AttestationId, Sector)>,
) -> Result<Reply, Problem> {
    let (after, fetch) = (list.after, list.fetch());
    let rows: Vec<ReprintRecord> = hub.read(move |db| Ok(terms::reprints(db, after, fetch)?)).await?;
    Ok(list.answer(rows, |row| (row.attestation_id, row.sector), TermReprint::from))
}
