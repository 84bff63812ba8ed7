//! `GET /v1/entitlements`

use actix_web::get;
use actix_web::web::Data;
use chrono::NaiveDate;
use domain::labels::Label;
use domain::people::Language;
use domain::rules::eligibility::{IneligibilityReason, SectorEligibility};
use domain::sector::Sector;
use persistence::entitlements::{self, EntitlementRecord};
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::Driver;
use crate::http::{InLanguage, Problem, Reply};
use crate::hub::Hub;

/// Whether a driver can ask for a card, sector by sector.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "items": [
        {
            "sector": "goods", "sector_label": "Marchandises", "available": true, "expires_on": "2031-11-20",
            "hours_done": 0, "hours_required": 35
        },
        {
            "sector": "passengers", "sector_label": "Voyageurs", "available": false, "reason": "none_recorded",
            "reason_label": "Aucune formation enregistrée", "hours_done": 0, "hours_required": 35
        }
    ]
}))]
pub struct Entitlements {
    /// The rights to a card, one item for each sector.
    items: Vec<Entitlement>,
}

/// Whether a driver can ask for a card in a sector.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "sector": "goods", "sector_label": "Marchandises", "available": false, "reason": "hours_missing",
    "reason_label": "Il manque des heures de formation", "hours_done": 14, "hours_required": 35
}))]
pub struct Entitlement {
    /// The sector: goods or passengers.
    sector: Sector,
    /// Label of `sector`, in the language of the request, to show to people.
    sector_label: &'static str,
    /// Whether a `cqc` case can be opened for the sector now.
    available: bool,
    /// Why no case can be opened. Left out where one can.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<IneligibilityReason>,
    /// Label of `reason`, in the language of the request, to show to people.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason_label: Option<&'static str>,
    /// The last day of a card made now, in this sector. Left out where no right to a card is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_on: Option<NaiveDate>,
    /// Hours of FCO sequences that count towards the next complete FCO.
    hours_done: u32,
    /// Hours that a complete FCO takes.
    hours_required: u32,
}

impl Entitlements {
    /// What was judged of each sector, with the rights that are held.
    pub fn of(judged: Vec<SectorEligibility>, held: &[EntitlementRecord], language: Language) -> Self {
        let expiry = |sector: Sector| {
            held.iter()
                .filter(|one| one.sector == sector)
                .map(|one| one.expires_on)
                .max()
        };
        let of_sector = |one: SectorEligibility| Entitlement::of(one, expiry(one.sector), language);
        Self {
            items: judged.into_iter().map(of_sector).collect(),
        }
    }
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
    security(("driver" = []), ("frontend" = ["trainings:read"])),
    responses((status = 200, body = Entitlements, description = "The driver's rights to a card, one item for each sector."))
)]
#[get("/v1/entitlements")]
pub async fn list_entitlements(
    driver: Driver,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let (judged, held) = hub
        .glance(move |db| {
            Ok((
                entitlements::eligibility(db, driver.id)?,
                entitlements::in_hand(db, driver.id)?,
            ))
        })
        .await?;
    Ok(Reply::ok(&Entitlements::of(judged, &held, language)))
}
