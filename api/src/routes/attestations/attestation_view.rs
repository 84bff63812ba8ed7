//! What a training centre posts, and what it sees of it afterwards.

use chrono::{DateTime, NaiveDate, Utc};
use domain::attestation::Stage;
use domain::ids::AttestationId;
use domain::people::BirthDate;
use domain::rules::attested;
use domain::rules::attested::Attested;
use domain::rules::training::TrainingType;
use domain::sector::Sector;
use persistence::attestations::AttestationRecord;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::http::{Meaning, Problem};

/// A training centre's attestation of one training of one driver.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "external_reference": "ABSKILL-LYON-2026-004217", "type": "fco", "sector": "goods", "hours": 35,
    "started_on": "2026-11-16", "ended_on": "2026-11-20", "delivered_on": "2026-11-20", "place": "Lyon",
    "driver": {
        "surname": "MARTIN", "first_names": "Camille", "birth_date": "1988-04-17",
        "licence": {"country": "FR", "number": "13AA00002"}
    }
}))]
pub struct AttestationBody {
    /// The centre's own reference for this attestation and no other: an attestation that is posted again is recognised
    /// by it.
    #[schema(min_length = 1, max_length = 100)]
    pub external_reference: String,
    /// Type of the training that the driver followed.
    pub r#type: TrainingType,
    /// Sector of the training: goods or passengers.
    pub sector: Sector,
    /// Hours of training that the driver followed. May be left out for an equivalence.
    #[schema(minimum = 0, maximum = 10_000)]
    pub hours: Option<u32>,
    /// First day of the training.
    pub started_on: NaiveDate,
    /// Last day of the training.
    pub ended_on: NaiveDate,
    /// Day on which the centre delivered the attestation. The centre must have been accredited then.
    pub delivered_on: NaiveDate,
    /// Last day of the qualification that the training renews, where the centre saw the driver's card.
    pub previous_expires_on: Option<NaiveDate>,
    /// Town in which the training took place.
    #[schema(min_length = 1, max_length = 100)]
    pub place: String,
    /// The driver who followed the training, as the centre knows them.
    #[validate(nested)]
    pub driver: AttestedDriver,
}

/// A driver, as a training centre knows them.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "surname": "MARTIN", "first_names": "Camille", "birth_date": "1988-04-17",
    "licence": {"country": "FR", "number": "13AA00002"}
}))]
pub struct AttestedDriver {
    /// Surname, as the centre knows it.
    #[schema(min_length = 1, max_length = 100)]
    pub surname: String,
    /// Name used, where it is another than the surname: by marriage, for instance. Left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(max_length = 100)]
    pub usage_name: Option<String>,
    /// First names, space-separated; empty for the few who have none.
    #[schema(max_length = 100)]
    pub first_names: String,
    /// Date of birth, `YYYY-MM-DD`; the month and the day are `00` where they are not known.
    pub birth_date: BirthDate,
    /// The driver's driving licence, by which their account is found.
    #[validate(nested)]
    pub licence: AttestedLicence,
}

/// A driving licence, as a training centre knows it.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"country": "FR", "number": "13AA00002"}))]
pub struct AttestedLicence {
    /// The country that issued the licence, ISO 3166-1 alpha-2: `FR`.
    #[schema(min_length = 2, max_length = 2)]
    pub country: String,
    /// Number of the licence. Spaces and dashes are dropped, letters capitalised. May be left out where the NEPH is
    /// given.
    #[serde(default)]
    pub number: String,
    /// NEPH: the 12 digits that are a French licence holder's for life. Left out where it is not known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub neph: Option<String>,
}

impl Meaning for AttestationBody {
    fn judge(self, today: NaiveDate) -> Result<(), Problem> {
        match attested::check_by_itself(&self.into(), today) {
            none if none.is_empty() => Ok(()),
            faults => Err(Problem::invalid(faults)),
        }
    }
}

impl From<AttestationBody> for Attested {
    fn from(new: AttestationBody) -> Self {
        Self {
            external_reference: new.external_reference,
            training_type: new.r#type,
            sector: new.sector,
            hours: new.hours,
            started_on: new.started_on,
            ended_on: new.ended_on,
            delivered_on: new.delivered_on,
            previous_expires_on: new.previous_expires_on,
            place: new.place,
            surname: new.driver.surname,
            usage_name: new.driver.usage_name,
            first_names: new.driver.first_names,
            birth_date: new.driver.birth_date,
            licence_country: new.driver.licence.country,
            licence_number: new.driver.licence.number,
            neph: new.driver.licence.neph,
        }
        .tidied()
    }
}

/// An attestation as the training centre that posted it sees it, with what became of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0197a3a0-1111-7000-8000-000000000001", "version": 2, "status": "matched",
    "external_reference": "ABSKILL-LYON-2026-004217", "type": "fco", "sector": "goods", "hours": 35,
    "started_on": "2026-11-16", "ended_on": "2026-11-20", "delivered_on": "2026-11-20", "place": "Lyon",
    "driver": {
        "surname": "MARTIN", "first_names": "Camille", "birth_date": "1988-04-17",
        "licence": {"country": "FR", "number": "13AA00002"}
    },
    "created_at": "2026-11-22T09:00:00Z", "updated_at": "2026-11-22T09:00:00Z"
}))]
pub struct Attestation {
    /// Unique identifier of the attestation.
    pub id: AttestationId,
    /// Version of the attestation: a number that every change raises. The `ETag` starts with it.
    pub version: i32,
    /// What became of the attestation: `recorded` while no account of the driver is known, `mismatch` while an agent
    /// compares.
    pub status: Stage,
    /// Why the attestation was dismissed or withdrawn. Left out where it was neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The centre's own reference for this attestation.
    pub external_reference: String,
    /// Type of the training that the driver followed.
    pub r#type: TrainingType,
    /// Sector of the training: goods or passengers.
    pub sector: Sector,
    /// Hours of training that the driver followed. Left out where an equivalence names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<i32>,
    /// First day of the training.
    pub started_on: NaiveDate,
    /// Last day of the training.
    pub ended_on: NaiveDate,
    /// Day on which the centre delivered the attestation.
    pub delivered_on: NaiveDate,
    /// Last day of the qualification that the training renews, as the centre gave it. Left out where it gave none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_expires_on: Option<NaiveDate>,
    /// Town in which the training took place.
    pub place: String,
    /// The driver who followed the training, as the centre knows them.
    pub driver: AttestedDriver,
    /// When the attestation was posted.
    pub created_at: DateTime<Utc>,
    /// When the attestation last changed.
    pub updated_at: DateTime<Utc>,
}

impl Attestation {
    /// Where it is read.
    pub fn location(&self) -> String {
        format!("/v1/attestations/{}", self.id)
    }
}

impl From<AttestationRecord> for Attestation {
    fn from(record: AttestationRecord) -> Self {
        Self {
            id: record.id,
            version: record.version,
            status: record.stage,
            reason: record.decision_reason.clone(),
            r#type: record.training_type,
            sector: record.sector,
            hours: record.stated_hours(),
            started_on: record.started_on,
            ended_on: record.ended_on,
            delivered_on: record.delivered_on,
            previous_expires_on: record.previous_expires_on,
            driver: AttestedDriver::of(&record),
            external_reference: record.external_reference,
            place: record.place,
            created_at: *record.created_at,
            updated_at: *record.updated_at,
        }
    }
}

impl AttestedDriver {
    /// The driver of an attestation.
    pub fn of(record: &AttestationRecord) -> Self {
        Self {
            surname: record.surname.clone(),
            usage_name: record.usage_name.clone(),
            first_names: record.first_names.clone(),
            birth_date: record.born(),
            licence: AttestedLicence {
                country: record.licence_country.clone(),
                number: record.licence_number.clone(),
                neph: record.neph.clone(),
            },
        }
    }
}
