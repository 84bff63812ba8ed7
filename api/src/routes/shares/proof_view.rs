//! What an employer is told: what the driver chose to show, and whom it is about.

use chrono::{DateTime, NaiveDate, Utc};
use domain::labels::Label;
use domain::people::Language;
use domain::rules::share::{CardStanding, SectorHours, SectorStanding};
use domain::rules::verification::VerificationStatus;
use domain::sector::Sector;
use persistence::shares::looks::Told;
use serde::Serialize;
use utoipa::ToSchema;

/// What a driver shows to an employer, as it is when it is looked at.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "surname": "Martin", "first_names": "Camille Jeanne", "birth_year": 1988,
    "qualification": [
        {"sector": "goods", "sector_label": "Marchandises", "qualified": true, "expires_on": "2031-11-20"}
    ],
    "card": {"status": "valid", "status_label": "Valide"},
    "hours": [{"sector": "goods", "sector_label": "Marchandises", "hours_done": 14, "hours_required": 35}],
    "checked_at": "2026-11-23T08:12:00Z", "valid_until": "2026-12-06"
}))]
pub struct SharedProof {
    /// Surname of the driver, as their identity document says.
    pub surname: String,
    /// Name that the driver uses, where it is another than the surname. Left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_name: Option<String>,
    /// First names of the driver, space-separated; empty for the few who have none.
    pub first_names: String,
    /// Year of birth of the driver, to be compared with their identity document. The day is not shown.
    pub birth_year: i32,
    /// Sectors in which the driver is or was qualified; none of them where it is empty. Left out unless the driver
    /// shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qualification: Option<Vec<SharedSector>>,
    /// What the driver's card is worth today. Left out unless the driver shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<SharedCard>,
    /// Hours of periodic training that count towards the next complete FCO. Left out unless the driver shows them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<Vec<SharedHours>>,
    /// When this was looked up: what it says holds for that moment.
    pub checked_at: DateTime<Utc>,
    /// Last day on which the driver shows this, until midnight in Paris.
    pub valid_until: NaiveDate,
}

/// The qualification in a sector. The driving licence, which is needed too, is not part of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "sector": "goods", "sector_label": "Marchandises", "qualified": true, "expires_on": "2031-11-20"
}))]
pub struct SharedSector {
    /// The sector: goods or passengers.
    pub sector: Sector,
    /// Label of `sector`, in the language of the request, to show to people.
    pub sector_label: &'static str,
    /// Whether the driver is qualified in the sector today.
    pub qualified: bool,
    /// Last day of the qualification in the sector, passed or not.
    pub expires_on: NaiveDate,
}

/// What a driver's card is worth.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"status": "valid", "status_label": "Valide"}))]
pub struct SharedCard {
    /// The same as a check at the roadside says. Left out where the driver has no card yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<VerificationStatus>,
    /// Label of `status`, in the language of the request, to show to people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_label: Option<&'static str>,
}

/// Hours of periodic training in a sector.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "sector": "goods", "sector_label": "Marchandises", "hours_done": 14, "hours_required": 35
}))]
pub struct SharedHours {
    /// The sector: goods or passengers.
    pub sector: Sector,
    /// Label of `sector`, in the language of the request, to show to people.
    pub sector_label: &'static str,
    /// Hours of FCO sequences that count towards the next complete FCO.
    pub hours_done: u32,
    /// Hours that a complete FCO takes.
    pub hours_required: u32,
}

impl SharedProof {
    /// What somebody is told, in a language.
    pub fn of(told: Told, language: Language) -> Self {
        let Told {
            identity,
            proof,
            valid_until,
            checked_at,
        } = told;
        let sector = |one: SectorStanding| SharedSector::of(one, language);
        let hours = |one: SectorHours| SharedHours::of(one, language);
        Self {
            surname: identity.surname,
            usage_name: identity.usage_name,
            first_names: identity.first_names,
            birth_year: identity.birth_date.year(),
            qualification: proof.qualification.map(|all| all.into_iter().map(sector).collect()),
            card: proof.card.map(|one| SharedCard::of(one, language)),
            hours: proof.hours.map(|all| all.into_iter().map(hours).collect()),
            checked_at,
            valid_until,
        }
    }
}

impl SharedSector {
    fn of(standing: SectorStanding, language: Language) -> Self {
        Self {
            sector: standing.sector,
            sector_label: standing.sector.label(language),
            qualified: standing.qualified,
            expires_on: standing.expires_on,
        }
    }
}

impl SharedCard {
    fn of(standing: CardStanding, language: Language) -> Self {
        Self {
            status: standing.status,
            status_label: standing.status.map(|status| status.label(language)),
        }
    }
}

impl SharedHours {
    fn of(hours: SectorHours, language: Language) -> Self {
        Self {
            sector: hours.sector,
            sector_label: hours.sector.label(language),
            hours_done: hours.hours_done,
            hours_required: hours.hours_required,
        }
    }
}
