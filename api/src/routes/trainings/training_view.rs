//! A training recap: what a driver sees of one attestation.

use chrono::NaiveDate;
use domain::ids::AttestationId;
use domain::labels::Label;
use domain::people::Language;
use domain::rules::retention::{self, AuditMonths, Until};
use domain::rules::training::TrainingType;
use domain::sector::Sector;
use persistence::attestations::AttestationRecord;
use persistence::centres::CentreRecord;
use serde::Serialize;
use utoipa::ToSchema;

use crate::routes::attestations::attestation_view::AttestedDriver;

/// A training recap: what a training centre attested of a driver.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0197a3a0-1111-7000-8000-000000000001", "type": "fco", "type_label": "Formation continue obligatoire (FCO)",
    "sector": "goods", "sector_label": "Marchandises", "continuing": true, "hours": 35,
    "started_on": "2026-11-16", "ended_on": "2026-11-20", "delivered_on": "2026-11-20", "visible_until": "2032-11-20",
    "place": "Lyon", "centre": {"name": "ABSKILL Lyon", "accreditation_number": "AGR-69-0042"},
    "driver": {
        "surname": "MARTIN", "first_names": "Camille", "birth_date": "1988-04-17",
        "licence": {"country": "FR", "number": "13AA00002"}
    }
}))]
pub struct Training {
    /// Unique identifier of the training.
    pub id: AttestationId,
    /// Type of the training that was followed.
    pub r#type: TrainingType,
    /// Label of `type`, in the language of the request, to show to people.
    pub type_label: &'static str,
    /// Sector of the training: goods or passengers.
    pub sector: Sector,
    /// Label of `sector`, in the language of the request, to show to people.
    pub sector_label: &'static str,
    /// Whether it was continuing training; initial training otherwise.
    pub continuing: bool,
    /// Hours of training that were followed. Left out where an equivalence names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<i32>,
    /// First day of the training.
    pub started_on: NaiveDate,
    /// Last day of the training.
    pub ended_on: NaiveDate,
    /// Day on which the centre delivered the attestation.
    pub delivered_on: NaiveDate,
    /// The last day on which this recap is available. Left out where it is without limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visible_until: Option<NaiveDate>,
    /// Town in which the training took place.
    pub place: String,
    /// The training centre that gave the training.
    pub centre: TrainingCentreName,
    /// The driver who followed the training, as the centre knows them.
    pub driver: AttestedDriver,
}

/// The training centre that gave a training.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({"name": "ABSKILL Lyon", "accreditation_number": "AGR-69-0042"}))]
pub struct TrainingCentreName {
    /// Name of the training centre.
    pub name: String,
    /// Number of the centre's accreditation (numéro d'agrément); empty for a school that has none.
    pub accreditation_number: String,
}

impl From<&CentreRecord> for TrainingCentreName {
    fn from(centre: &CentreRecord) -> Self {
        Self {
            name: centre.name.clone(),
            accreditation_number: centre.number().to_owned(),
        }
    }
}

impl Training {
    /// The recap of an attestation, in a language.
    pub fn of(record: AttestationRecord, centre: &CentreRecord, language: Language) -> Self {
        let training_type = record.training_type;
        let kept = retention::kept_until(
            retention::recap_of(training_type),
            record.delivered_on,
            AuditMonths::default(),
        );
        Self {
            id: record.id,
            r#type: training_type,
            type_label: training_type.label(language),
            sector: record.sector,
            sector_label: record.sector.label(language),
            continuing: training_type.is_continuing(),
            hours: record.stated_hours(),
            started_on: record.started_on,
            ended_on: record.ended_on,
            delivered_on: record.delivered_on,
            visible_until: match kept {
                Until::Through(last) => Some(last),
                Until::AtOnce | Until::Unlimited => None,
            },
            driver: AttestedDriver::of(&record),
            place: record.place,
            centre: centre.into(),
        }
    }
}
