//! A certificate, as its driver sees it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{AttestationId, CertificateId};
use domain::labels::Label;
use domain::people::{BirthDate, Language};
use domain::rules::reference;
use domain::rules::training::TrainingType;
use domain::rules::verification::{self, VerificationStatus};
use domain::sector::Sector;
use persistence::certificates::CertificateRecord;
use serde::Serialize;
use utoipa::ToSchema;

/// A certificate of qualification: temporary proof, valid in France only, while waiting for the card.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0197a3a0-2222-7000-8000-000000000001", "version": 1, "status": "valid", "status_label": "Valide",
    "sector": "goods", "sector_label": "Marchandises", "sectors": ["goods"],
    "training": {
        "id": "0197a3a0-1111-7000-8000-000000000001", "type": "fco",
        "type_label": "Formation continue obligatoire (FCO)", "ended_on": "2026-11-20", "centre_name": "ABSKILL Lyon"
    },
    "surname": "Martin", "first_names": "Camille Jeanne", "birth_date": "1988-04-17",
    "valid_from": "2026-11-22", "valid_until": "2027-03-22", "issued_at": "2026-11-22T09:00:00Z",
    "verification_code": "7K3M9-P2QRS-TVWXY-Z2345-6789A",
    "verification_url": "https://hub.example.org/v1/verifications/7K3M9P2QRSTVWXYZ23456789A"
}))]
pub struct Certificate {
    /// Unique identifier of the certificate.
    id: CertificateId,
    /// Version of the certificate: a number that its revocation raises. The `ETag` starts with it.
    version: i32,
    /// Whether the certificate proves the qualification today: what a roadside controller is told.
    status: VerificationStatus,
    /// Label of `status`, in the language of the request, to show to people.
    status_label: &'static str,
    /// The sector of the training that earned the certificate.
    sector: Sector,
    /// Label of `sector`, in the language of the request, to show to people.
    sector_label: &'static str,
    /// Every sector that the training gives or renews, and the certificate names.
    sectors: Vec<Sector>,
    /// The training that earned the certificate.
    training: CertifiedTraining,
    /// Surname of the certificate's holder.
    surname: String,
    /// First names of the certificate's holder, space-separated.
    first_names: String,
    /// Date of birth of the holder, `YYYY-MM-DD`; the month and the day are `00` where they are not known.
    birth_date: BirthDate,
    /// First day on which the certificate is valid.
    valid_from: NaiveDate,
    /// Last day on which the certificate is valid.
    valid_until: NaiveDate,
    /// When the certificate was issued.
    issued_at: DateTime<Utc>,
    /// When the certificate was revoked. Left out unless it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_at: Option<DateTime<Utc>>,
    /// The code by which anybody can check the certificate, in groups for people to read.
    verification_code: String,
    /// Address at which anybody can check the certificate; its QR code leads there.
    verification_url: String,
}

/// The training that earned a certificate.
#[derive(Debug, Serialize, ToSchema)]
pub struct CertifiedTraining {
    /// Unique identifier of the training, by which its recap is read.
    id: AttestationId,
    /// Type of the training that was followed.
    r#type: TrainingType,
    /// Label of `type`, in the language of the request, to show to people.
    type_label: &'static str,
    /// Last day of the training.
    ended_on: NaiveDate,
    /// Name of the training centre that gave the training.
    centre_name: String,
}

impl Certificate {
    /// A certificate on a legal date, in a language. Links start with `public_base`, the hub's own address.
    pub fn of(record: CertificateRecord, today: NaiveDate, language: Language, public_base: &str) -> Self {
        let status = verification::of_certificate(record.period(), record.revoked_at.is_some(), today);
        let birth_date = record.born();
        Self {
            id: record.id,
            version: record.version,
            status,
            status_label: status.label(language),
            sectors: record.named_sectors(),
            sector: record.sector,
            sector_label: record.sector.label(language),
            training: CertifiedTraining {
                id: record.attestation_id,
                r#type: record.training_type,
                type_label: record.training_type.label(language),
                ended_on: record.training_ended_on,
                centre_name: record.centre_name,
            },
            birth_date,
            surname: record.surname,
            first_names: record.first_names,
            valid_from: record.valid_from,
            valid_until: record.valid_until,
            issued_at: *record.issued_at,
            revoked_at: record.revoked_at.map(|at| *at),
            verification_url: format!("{public_base}/v1/verifications/{}", record.code),
            verification_code: reference::grouped(&record.code),
        }
    }
}
