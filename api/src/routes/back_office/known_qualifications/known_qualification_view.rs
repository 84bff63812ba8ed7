//! A known qualification, as supervisors see and write it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{AccountId, AttestationId, KnownQualificationId};
use domain::rules::known_qualification::{self, KnownQualification, KnownQualificationSource};
use domain::sector::Sector;
use persistence::known_qualifications::KnownQualificationRecord;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::http::{Meaning, Problem};

/// A sector in which a driver is or was qualified, and until when, known otherwise than by a training recorded here.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KnownQualification, example = json!({
    "id": "0197a3a0-5555-7000-8000-000000000001", "version": 1, "account_id": "01993d20-0c3e-7f1c-b7a4-1a2b3c4d5e6f",
    "sector": "goods", "expires_on": "2027-05-31", "source": "imported", "card_number": "D 1234567",
    "created_at": "2026-11-22T09:00:00Z", "updated_at": "2026-11-22T09:00:00Z"
}))]
pub struct KnownQualificationView {
    /// Unique identifier of the known qualification.
    pub id: KnownQualificationId,
    /// Version of the known qualification: a number that every change raises. The `ETag` starts with it.
    pub version: i32,
    /// Unique identifier of the driver's account.
    account_id: AccountId,
    /// The sector in which the driver is or was qualified.
    sector: Sector,
    /// The last day of the qualification.
    expires_on: NaiveDate,
    /// From where the qualification is known.
    source: KnownQualificationSource,
    /// Number of the card that shows the qualification. Left out where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    card_number: Option<String>,
    /// Identifier of the attestation that says so. Left out where none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    attestation_id: Option<AttestationId>,
    /// When the qualification became known.
    created_at: DateTime<Utc>,
    /// When the known qualification was last corrected.
    updated_at: DateTime<Utc>,
}

impl KnownQualificationView {
    /// Where it is read, with the driver's others.
    pub fn location(&self) -> String {
        format!("/v1/back-office/accounts/{}/known-qualifications", self.account_id)
    }
}

impl From<KnownQualificationRecord> for KnownQualificationView {
    fn from(record: KnownQualificationRecord) -> Self {
        Self {
            id: record.id,
            version: record.version,
            account_id: record.account_id,
            sector: record.sector,
            expires_on: record.expires_on,
            source: record.source,
            card_number: record.card_number,
            attestation_id: record.attestation_id,
            created_at: *record.created_at,
            updated_at: *record.updated_at,
        }
    }
}

/// What a supervisor says of a driver's earlier qualification.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"sector": "goods", "expires_on": "2027-05-31", "source": "licence_code_95"}))]
pub struct KnownQualificationBody {
    /// The sector in which the driver is or was qualified.
    sector: Sector,
    /// The last day of the qualification; it may have passed.
    expires_on: NaiveDate,
    /// From where the qualification is known.
    source: KnownQualificationSource,
    /// Number of the card that shows the qualification, as it is printed there.
    #[schema(max_length = 40)]
    card_number: Option<String>,
}

impl Meaning for KnownQualificationBody {
    fn judge(self, today: NaiveDate) -> Result<(), Problem> {
        self.checked(today).map(drop)
    }
}

impl KnownQualificationBody {
    /// Without accidents of typing; 422 where it cannot be true on a legal date.
    pub fn checked(self, today: NaiveDate) -> Result<KnownQualification, Problem> {
        let known = KnownQualification {
            sector: self.sector,
            expires_on: self.expires_on,
            source: self.source,
            card_number: self.card_number,
        }
        .tidied();
        let faults = known_qualification::check(&known, today);
        if faults.is_empty() {
            Ok(known)
        } else {
            Err(Problem::invalid(faults))
        }
    }
}
