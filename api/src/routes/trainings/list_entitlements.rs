//! `GET /v1/entitlements`

use actix_web::get;
use actix_web::web::Data;
use chrono::NaiveDate;
use domain::labels::Label;
use domain::people::Language;
use domain::rules::eligibility::{IneligibilityReason, SectorEligibility};
use domain::sector::Sector;
use persistence::entitlements;
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::Driver;
use crate::http::{InLanguage, Problem, Reply};
use crate::hub::Hub;

/// Whether a card can be asked for, sector by sector.
#[derive(Debug, Serialize, ToSchema)]
pub struct Entitlements {
    /// One for each sector.
    items: Vec<Entitlement>,
}

/// Whether a card can be asked for in a sector.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "sector": "goods", "sector_label": "Marchandises", "available": false, "reason": "hours_missing",
    "reason_label": "Il manque des heures de formation", "hours_done": 14, "hours_required": 35
}))]
pub struct Entitlement {
    /// The sector.
    sector: Sector,
    /// The same, in words.
    sector_label: &'static str,
    /// Whether a cqc case can be opened for it now.
    available: bool,
    /// Why not; left out when one can.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<IneligibilityReason>,
    /// The same, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason_label: Option<&'static str>,
    /// Until when a card made now could be used in this sector; left out where no right to a card is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_on: Option<NaiveDate>,
    /// Hours of sequences that count towards the next complete FCO.
    hours_done: u32,
    /// Hours that a complete FCO takes.
    hours_required: u32,
}

impl Entitlement {
    fn of(judged: SectorEligibility, expires_on: Option<NaiveDate>, language: Language) -> Self {
        Self {
            sector: judged.sector,
            sector_label: judged.sector.label(language),
            available: judged.available,
            reason: judged.reason,
            reason_label: judged.reason.map(|reason| reason.label(language)),
            expires_on,
            hours_done: judged.hours_done,
            hours_required: judged.hours_required,
        }
    }
}

/// My rights to a card
///
/// For each sector: whether a case can be opened, and if not, what is missing.
#[utoipa::path(
    tag = "trainings",
    operation_id = "listEntitlements",
    security(("driver" = [])),
    responses((status = 200, body = Entitlements, description = "One item for each sector."))
)]
#[get("/v1/entitlements")]
pub async fn list_entitlements(
    driver: Driver,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let (judged, held) = hub
        .read(move |db| {
            Ok((
                entitlements::eligibility(db, driver.id)?,
                entitlements::in_hand(db, driver.id)?,
            ))
        })
        .await?;
    let expiry = |sector: Sector| {
        held.iter()
            .filter(|one| one.sector == sector)
            .map(|one| one.expires_on)
            .max()
    };
    let items = judged
        .into_iter()
        .map(|one| Entitlement::of(one, expiry(one.sector), language))
        .collect();
    Ok(Reply::ok(&Entitlements { items }))
}
