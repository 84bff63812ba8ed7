//! What a controller is told: no more than the paper shows.

use chrono::NaiveDate;
use domain::people::BirthDate;
use domain::rules::expiry::SectorExpiry;
use domain::rules::verification::{VerificationStatus, of_card, of_certificate, waits_for_its_holder};
use domain::sector::Sector;
use persistence::cards::CardRecord;
use persistence::certificates::CertificateRecord;
use serde::Serialize;
use utoipa::ToSchema;

domain::words! {
    /// Kind of the paper that was checked.
    pub enum PaperKind {
        /// A certificate of qualification: temporary proof, valid in France only, while waiting for the card.
        Certificate => "certificate",
        /// A driver qualification card (carte de qualification de conducteur).
        Card => "card",
    }
}

/// A certificate or card, as it may be shown to anybody who holds it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "kind": "certificate", "status": "valid", "surname": "Martin", "first_names": "Camille Jeanne",
    "birth_date": "1988-04-17", "sectors": ["goods"], "valid_from": "2026-11-20", "valid_until": "2027-03-20"
}))]
pub struct Verification {
    /// Kind of the paper: a certificate or a card.
    pub kind: PaperKind,
    /// Whether the paper proves the qualification today.
    pub status: VerificationStatus,
    /// Surname of the holder, as the paper shows it.
    pub surname: String,
    /// First names of the holder, as the paper shows them.
    pub first_names: String,
    /// Date of birth of the holder, `YYYY-MM-DD`; the month and the day are `00` where they are not known.
    pub birth_date: BirthDate,
    /// The sectors that the paper names.
    pub sectors: Vec<Sector>,
    /// First day of the paper's validity.
    pub valid_from: NaiveDate,
    /// Last day of the paper's validity; of a card, that of the sector that lasts longest.
    pub valid_until: NaiveDate,
    /// The last day of each sector, as a card shows it. Left out of a certificate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub sector_dates: Vec<SectorExpiry>,
    /// Whether its holder only has to activate it, for the words of the page.
    #[serde(skip)]
    pub(super) waits_for_its_holder: bool,
}

impl Verification {
    /// Of a certificate, on a legal date.
    pub fn certificate(record: CertificateRecord, today: NaiveDate) -> Self {
        Self {
            kind: PaperKind::Certificate,
            status: of_certificate(record.period(), record.revoked_at.is_some(), today),
            birth_date: record.born(),
            sectors: record.named_sectors(),
            surname: record.surname,
            first_names: record.first_names,
            valid_from: record.valid_from,
            valid_until: record.valid_until,
            sector_dates: Vec::new(),
            waits_for_its_holder: false,
        }
    }

    /// Of a card, on a legal date.
    pub fn card(record: CardRecord, today: NaiveDate) -> Self {
        let identity = record.holder.0.identity;
        Self {
            kind: PaperKind::Card,
            status: of_card(record.stage, record.expires_on, today),
            surname: identity.surname,
            first_names: identity.first_names,
            birth_date: identity.birth_date,
            sectors: record.sectors.0.iter().map(|one| one.sector).collect(),
            valid_from: record.issued_on,
            valid_until: record.expires_on,
            sector_dates: record.sectors.0,
            waits_for_its_holder: waits_for_its_holder(record.stage),
        }
    }
}
